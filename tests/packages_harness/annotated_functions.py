"""The functions of a package that annotate shapes, and how much of them is proven."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

WORDS: Final = frozenset(
    ["Shaped", "Key", "Bool", "Num", "Inexact", "Real", "Integer", "Float", "Complex", "Int", "UInt"]
) | {f"{kind}{bits}" for kind in ("Float", "Int", "UInt") for bits in (8, 16, 32, 64)}

#: Right-hand sides that are certainly no tensors.
_NO_TENSOR: Final = (
    ast.Constant,
    ast.JoinedStr,
    ast.Lambda,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
)

Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class AnnotatedFunction:
    """A function with an annotation of jaxtyping in its signature.

    Attributes:
        name: Its name.
        line: Where it begins.
        result: Its annotated result, as written; None if that names no shape.
        returns: The expressions that it returns.
        assigned: The right-hand sides of assignments to a plain name.
    """

    name: str
    line: int
    result: ast.expr | None
    returns: list[ast.expr] = field(default_factory=list)
    assigned: list[ast.expr] = field(default_factory=list)


def annotated_functions(source: str) -> Iterator[AnnotatedFunction]:
    """Yield the annotated functions of a file."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg]
        annotations = [argument.annotation for argument in every if argument is not None]
        if not any(map(_dim_strings, (*annotations, node.returns))):
            continue
        result = node.returns if _dim_strings(node.returns) else None
        function = AnnotatedFunction(node.name, node.lineno, result)
        for inner in _own_nodes(node):
            match inner:
                case ast.Return(value=ast.expr() as value):
                    function.returns.append(value)
                case ast.Assign(value=value, targets=targets) if any(
                    isinstance(t, ast.Name) for t in targets
                ):
                    function.assigned.append(value)
                case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value):
                    function.assigned.append(value)
                case _:
                    pass
        function.assigned[:] = [value for value in function.assigned if not isinstance(value, _NO_TENSOR)]
        yield function


def span(node: ast.expr) -> Span:
    """Return where an expression stands, with columns as mypy counts them."""
    return (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


def alternatives(annotation: ast.expr) -> list[str | list[str]]:
    """Return the dim strings that a result may have; a list of them for a tuple."""
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*alternatives(left), *alternatives(right)]
        case ast.Subscript(value=ast.Name(id="Union" | "Optional"), slice=inner):
            items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return [text for item in items for text in alternatives(item)]
        case ast.Subscript(value=ast.Name(id="tuple" | "Tuple"), slice=ast.Tuple(elts=items)):
            return [
                [text if isinstance(text, str) else "" for item in items for text in alternatives(item)[:1]]
            ]
        case _:
            return list(_dim_strings(annotation, deep=False))


def _own_nodes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _dim_strings(annotation: ast.expr | None, *, deep: bool = True) -> list[str]:
    """Collect the dim strings of `Float[Tensor, "b n"]` and of `Float["b n"]` in an annotation."""
    if annotation is None:
        return []
    return [
        literal
        for node in (ast.walk(annotation) if deep else [annotation])
        if isinstance(node, ast.Subscript) and _last_name(node.value) in WORDS
        for literal in [_literal(node.slice)]
        if literal is not None
    ]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    last = node.elts[-1] if isinstance(node, ast.Tuple) else node
    return last.value if isinstance(last, ast.Constant) and isinstance(last.value, str) else None
