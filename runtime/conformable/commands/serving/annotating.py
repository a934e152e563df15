"""The action that writes the inferred shape of an assignment down, as an annotation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.annotating.hints import Array, Hint
from conformable.commands.annotating.imports import read_imports
from conformable.commands.annotating.spelling import Spelling, read_spelling
from conformable.commands.observations.static_values import StaticTensor
from conformable.commands.serving.assigned import Assigned, assigned_in

if TYPE_CHECKING:
    from conformable.commands.observations.sources import Source
    from conformable.commands.serving.checked import Checked

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
    spelling = read_spelling(source, read_imports(source.tree))
    for assigned in assigned_in(checked):
        match assigned:
            case Assigned(ast.Assign(targets=[ast.Name() as target]), _, StaticTensor() as tensor):
                if first <= target.lineno <= last and _may_be_annotated(assigned, target, tensor, source):
                    annotation = _annotation(target, tensor, spelling, source.tree)
                    yield from () if annotation is None else (annotation,)
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


def _annotation(
    target: ast.Name, tensor: StaticTensor, spelling: Spelling, tree: ast.Module
) -> Annotation | None:
    """Write an annotation as the file spells others; None if a name in it means something else there."""
    array = Array(tensor.dtype or "Shaped", tensor.library, str(tensor.shape))
    place = (target.lineno, target.lineno)
    hint = Hint("local", target.id, target.lineno, target.col_offset, (array,), is_tuple=False, lines=place)
    spelt = spelling.spelt(hint)
    if spelt is None:
        return None
    needed = tuple(f"from {name.module} import {name.name}" for name in sorted(spelt.needed))
    return Annotation(target, spelt.text, needed, _line_for_imports(tree))


def _line_for_imports(tree: ast.Module) -> int:
    """Return the line of the first import that is none from the future, or of the first statement."""
    for node in tree.body:
        match node:
            case ast.ImportFrom(module="__future__") | ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                return node.lineno
    return 1
