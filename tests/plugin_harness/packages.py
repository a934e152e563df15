"""Copies of installed packages, for comparing what mypy says about them with the plugin and without."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from typing_extensions import override

#: Dim strings that take turns.
_TEXTS: Final = ("a b", "*batch n", "...", "3 n", "n", "", "#a b", "n*m", "_")

#: What cannot stand in `Annotated`.
_NO_TYPES: Final = frozenset(
    {
        *("ClassVar", "Final", "TypeAlias", "InitVar", "Self", "TypeGuard", "TypeIs", "Unpack", "KW_ONLY"),
        *("Required", "NotRequired", "ReadOnly", "NoReturn", "Never"),
    }
)


def copy_package(name: str, folder: Path, *, annotated: bool) -> None:
    """Copy the sources of an installed package, changed so that the plugin takes an interest in every module.

    Args:
        name: The package.
        folder: Where the copy goes.
        annotated: Put each annotation of the package into one of jaxtyping; otherwise only import that.
    """
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent
    for path in sorted(source.rglob("*.py")):
        copy = folder / name / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copy.write_text(_annotated(text) if annotated else f"{text}\nimport jaxtyping\n", encoding="utf-8")


def _annotated(text: str) -> str:
    tree = _Annotating().visit(ast.parse(text))
    first = next((i for i, statement in enumerate(tree.body) if not _stands_first(statement)), len(tree.body))
    tree.body.insert(first, ast.ImportFrom("jaxtyping", [ast.alias("Float", "Float_")], 0))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _stands_first(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.ImportFrom(module="__future__"):
            return True
        case _:
            return False


class _Annotating(ast.NodeTransformer):
    """Puts every annotation `X` of a parameter, a result or a name into `Float_[X, "a b"]`."""

    def __init__(self) -> None:
        self._count = 0

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = self._wrapped(node.annotation)
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        for argument in _arguments(node.args):
            if argument.annotation is not None:
                argument.annotation = self._wrapped(argument.annotation)
        if node.returns is not None:
            node.returns = self._wrapped(node.returns)
        return node

    def _wrapped(self, annotation: ast.expr) -> ast.expr:
        if any(map(_is_no_type, ast.walk(annotation))):
            return annotation
        self._count += 1
        text = ast.Constant(_TEXTS[self._count % len(_TEXTS)])
        return ast.Subscript(
            ast.Name("Float_", ast.Load()), ast.Tuple([annotation, text], ast.Load()), ast.Load()
        )


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None)


def _is_no_type(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _NO_TYPES or name.endswith(("args", "kwargs"))
        case ast.Constant(value=None) | ast.Starred():
            return True
        case _:
            return False
