"""What the import hook makes of the source of a module: every function checked, annotated assignments too."""

from __future__ import annotations

import ast

_Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

CHECKED = "__conformable_checked__"
ASSIGNER = "__conformable_assigner__"
ASSIGNED = "__conformable_assigned__"

# Decorators whose function is not an ordinary one of Python, or is not to be checked: they read its source,
# or say themselves that it has no checks.
_LAST_NAMES = frozenset({"no_type_check", "unchecked", "overload", "script", "njit", "guvectorize"})
_FIRST_NAMES = frozenset({"numba", "triton", "cuda"})


def instrumented(tree: ast.Module) -> ast.Module:
    """Return the module with `checked` under the other decorators of each function, over those of each class.

    The checks stand on the lines of what they check, so that a traceback shows the user's own code.
    """
    result: ast.Module = _Instrumenter().visit(tree)
    _insert_names(result)
    return ast.fix_missing_locations(result)


def _insert_names(tree: ast.Module) -> None:
    start = 0
    for index, statement in enumerate(tree.body):
        if not (_is_text(statement) or _is_future(statement)):
            break
        start = index + 1
    assigner = f"{ASSIGNED} = {ASSIGNER}()"
    imports = [
        f"from conformable.checking.decorator import checked as {CHECKED}",
        f"from conformable.checking.assignments import assigner as {ASSIGNER}",
        assigner,
    ]
    tree.body[start:start] = ast.parse("\n".join(imports)).body
    # Once more at the end: only there it is known whether the module uses torch.
    tree.body.extend(ast.parse(assigner).body)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


class _Instrumenter(ast.NodeTransformer):
    """Adds decorators, and passes the values of annotated assignments on to their check."""

    def __init__(self) -> None:
        self.around: list[_Named] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        if _is_exempt(node.decorator_list):
            return node
        self._inside(node)
        node.decorator_list.append(ast.copy_location(ast.Name(CHECKED, ast.Load()), node))
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if _is_exempt(node.decorator_list):
            return node
        self._inside(node)
        node.decorator_list.insert(0, ast.copy_location(ast.Name(CHECKED, ast.Load()), node))
        return node

    def _function_name(self) -> str:
        """Return what messages call the function around: its name within the function or module around it."""
        names = [self.around[-1].name]
        for around in reversed(self.around[:-1]):
            if not isinstance(around, ast.ClassDef):
                break
            names.append(around.name)
        return ".".join(reversed(names))

    def _inside(self, node: _Named) -> None:
        """Visit the body; decorators, defaults and annotations stay as they are."""
        self.around.append(node)
        node.body = [self.visit(statement) for statement in node.body]
        self.around.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None or not self.around or isinstance(self.around[-1], ast.ClassDef):
            return node
        hint = ast.Lambda(_NO_PARAMETERS, node.annotation)
        names = [ast.Constant(ast.unparse(node.target)), ast.Constant(self._function_name())]
        arguments = [node.value, hint, *names]
        call = ast.Call(ast.Name(ASSIGNED, ast.Load()), arguments, [])
        node.value = ast.copy_location(call, node.value)
        return node


_NO_PARAMETERS = ast.arguments(
    posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
)


def _is_exempt(decorators: list[ast.expr]) -> bool:
    for decorator in decorators:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        names = ast.unparse(called).split(".")
        if names[-1] in _LAST_NAMES or names[0] in _FIRST_NAMES:
            return True
    return False
