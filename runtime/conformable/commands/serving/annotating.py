"""The action that writes the inferred shape of an assignment down, as an annotation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.observations.static_values import StaticTensor
from conformable.commands.serving.assigned import Assigned, assigned_in

if TYPE_CHECKING:
    from conformable.commands.observations.sources import Source
    from conformable.commands.serving.checked import Checked

#: Library -> the module and name of its arrays.
_ARRAYS: Final[Mapping[str, tuple[str, str]]] = {
    "torch": ("torch", "Tensor"),
    "numpy": ("numpy", "ndarray"),
    "jax": ("jax", "Array"),
}
_NAME: Final = re.compile(r"[^\W\d]\w*")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation that can be inserted.

    Attributes:
        target: The name that it is for.
        text: The annotation.
        imports: Lines of imports that it needs besides.
        import_line: The line before which they go.
    """

    target: ast.Name
    text: str
    imports: tuple[str, ...]
    import_line: int


def annotations_in(checked: Checked, first: int, last: int) -> Iterator[Annotation]:
    """Yield the annotations that can be inserted in some lines.

    Args:
        checked: What is known of the file.
        first: The first line, from 1.
        last: The last one.
    """
    source = checked.source
    if source is None:
        return
    for assigned in assigned_in(checked):
        match assigned:
            case Assigned(ast.Assign(targets=[ast.Name() as target]), _, StaticTensor() as tensor):
                if first <= target.lineno <= last and _may_be_annotated(assigned, target, tensor, source):
                    yield _annotation(target, tensor, source)
            case _:
                pass


def _may_be_annotated(assigned: Assigned, target: ast.Name, tensor: StaticTensor, source: Source) -> bool:
    """Tell whether the axes are those of the function's parameters, and this is where the name begins."""
    scopes = _around(assigned.statement, source)
    if any(isinstance(scope, ast.ClassDef) for scope in scopes[-1:]):
        return False
    function = next((scope for scope in reversed(scopes) if isinstance(scope, _Function)), None)
    around: ast.AST = function if function is not None else source.tree
    known = set(_declared_axes(function)) if function is not None else set()
    return set(_NAME.findall(str(tensor.shape))) <= known | {"_"} and _begins(target, around)


def _around(statement: ast.AST, source: Source) -> list[ast.AST]:
    """Return the functions and classes around a statement, outermost first."""
    scopes = (node for node in ast.walk(source.tree) if isinstance(node, _Function | ast.ClassDef))
    return [scope for scope in scopes if statement in ast.walk(scope)]


def _declared_axes(function: _Function) -> Iterator[str]:
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg) and argument.annotation is not None:
            for node in ast.walk(argument.annotation):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from _NAME.findall(node.value)


def _begins(target: ast.Name, around: ast.AST) -> bool:
    """Tell whether a name is a local of its own that is neither declared nor assigned before."""
    for node in ast.walk(around):
        match node:
            case ast.arg(arg=name) if name == target.id:
                return False
            case ast.Global(names=names) | ast.Nonlocal(names=names) if target.id in names:
                return False
            case ast.AnnAssign(target=ast.Name(id=name)) if name == target.id:
                return False
            case ast.Name(id=target.id, ctx=ast.Store()) if node.lineno < target.lineno:
                return False
            case _:
                pass
    return True


def _annotation(target: ast.Name, tensor: StaticTensor, source: Source) -> Annotation:
    dtype, missing_dtype = _spelled("jaxtyping", tensor.dtype or "Shaped", source.tree)
    array, missing_array = _spelled(*_ARRAYS[tensor.library], source.tree)
    missing = tuple(line for line in (missing_dtype, missing_array) if line is not None)
    return Annotation(target, f'{dtype}[{array}, "{tensor.shape}"]', missing, _line_for_imports(source.tree))


def _spelled(module: str, name: str, tree: ast.Module) -> tuple[str, str | None]:
    """Return how a file can write a name of a module, and the import that it lacks for that."""
    whole: str | None = None
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=found, names=names, level=0) if found == module:
                for alias in names:
                    if alias.name == name:
                        return alias.asname or name, None
            case ast.Import(names=names):
                for alias in names:
                    if alias.name == module:
                        whole = alias.asname or module
            case _:
                pass
    return (f"{whole}.{name}", None) if whole is not None else (name, f"from {module} import {name}")


def _line_for_imports(tree: ast.Module) -> int:
    """Return the line of the first import that is none from the future, or of the first statement."""
    for node in tree.body:
        match node:
            case ast.ImportFrom(module="__future__") | ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                return node.lineno
    return 1
