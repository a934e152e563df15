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

#: Built-in functions whose results are certainly no tensors.
_NO_TENSOR_CALLS: Final = frozenset(
    ["bool", "dict", "float", "int", "isinstance", "len", "list", "range", "set", "str", "tuple", "type"]
)

Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class AnnotatedFunction:
    """A function with an annotation of jaxtyping in its signature.

    Attributes:
        name: Its name.
        line: Where it begins.
        has_contract: Whether both a parameter and the result have a shape annotation.
        returns: The expressions that it returns.
        assigned: The right-hand sides of assignments to a plain name.
    """

    name: str
    line: int
    has_contract: bool
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
        of_parameters, of_result = any(map(_has_shape, annotations)), _has_shape(node.returns)
        if not (of_parameters or of_result):
            continue
        function = AnnotatedFunction(node.name, node.lineno, of_parameters and of_result)
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
        function.assigned[:] = [value for value in function.assigned if not _is_no_tensor(value)]
        yield function


def span(node: ast.expr) -> Span:
    """Return where an expression stands, with columns as mypy counts them."""
    return (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


def spans(node: ast.expr, source: list[str]) -> Iterator[Span]:
    """Yield where an expression stands with and without parentheses around what is at its ends."""
    line, column, end_line, end_column = span(node)
    starts = list(_inward(line, column, source, "(", 1))
    ends = list(_inward(end_line, end_column - 1, source, ")", -1))
    yield from ((*start, last, end + 1) for start in starts for last, end in ends)


def _inward(
    line: int, column: int, source: list[str], parenthesis: str, step: int
) -> Iterator[tuple[int, int]]:
    """Yield a place, and the next ones inwards as long as only parentheses and spaces are passed over."""
    yield line, column
    while 0 <= line - 1 < len(source):
        text = source[line - 1]
        if 0 <= column < len(text) and text[column] not in f"{parenthesis} ":
            return
        column += step
        if not 0 <= column < len(text):
            line += step
            column = 0 if step > 0 or not 0 < line <= len(source) else len(source[line - 1]) - 1
        if 0 < line <= len(source) and source[line - 1][column : column + 1].strip():
            yield line, column


def _own_nodes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _has_shape(annotation: ast.expr | None) -> bool:
    """Tell whether `Float[Tensor, "b n"]` or `Float["b n"]` stands in an annotation."""
    return annotation is not None and any(
        isinstance(node, ast.Subscript) and _last_name(node.value) in WORDS and _ends_in_text(node.slice)
        for node in ast.walk(annotation)
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _ends_in_text(node: ast.expr) -> bool:
    last = node.elts[-1] if isinstance(node, ast.Tuple) else node
    return isinstance(last, ast.Constant) and isinstance(last.value, str)


def _is_no_tensor(node: ast.expr) -> bool:
    """Tell whether an expression is certainly no tensor, whatever the names in it are."""
    match node:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(map(_is_no_tensor, values))
        case ast.Compare(ops=operators, comparators=others):
            by_identity = all(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in operators)
            return by_identity or any(
                isinstance(other, ast.Constant) and isinstance(other.value, str) for other in others
            )
        case ast.Call(func=ast.Name(id=name)):
            return name in _NO_TENSOR_CALLS
        case _:
            return isinstance(node, _NO_TENSOR)
