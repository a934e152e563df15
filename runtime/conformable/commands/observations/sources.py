"""The expressions of a source file: where each stands and what it is for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from conformable.commands.observations.records import Span

Role = Literal["assignment", "argument", "return", "expression"]


@dataclass(frozen=True, slots=True)
class Place:
    """An expression of the source.

    Attributes:
        node: The expression.
        role: What it ends: an assignment, an argument, a return; or none of these.
        target: What it is assigned to, passed as, or "" if neither is named.
        function: The function or lambda around it; None at the top level of the module.
    """

    node: ast.expr
    role: Role
    target: str
    function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None


@dataclass(frozen=True, slots=True)
class Source:
    """A source file and its expressions.

    Attributes:
        path: The file.
        text: Its content.
        tree: The same, parsed.
        places: Its expressions by where they stand, as mypy counts it.
        lines: Its lines in bytes, as Python's parser counts columns.
    """

    path: Path
    text: str
    tree: ast.Module
    places: dict[Span, Place]
    lines: tuple[bytes, ...]

    def segment(self, node: ast.expr) -> str:
        """Return what is written for an expression, on one line."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        written = list(self.lines[first : last + 1])
        written[-1] = written[-1][: node.end_col_offset]
        written[0] = written[0][node.col_offset :]
        return " ".join(b" ".join(written).decode().split())

    def character(self, line: int, column: int) -> int:
        """Turn a column of Python's parser, which counts bytes, into one that counts characters."""
        return len(self.lines[line - 1][:column].decode())

    def function_at(self, line: int) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """Return the function whose `def` stands on a line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno == line:
                return node
        return None


def read_source(path: Path, seen: Collection[Span]) -> Source:
    """Read a file and find its expressions.

    Args:
        path: The file.
        seen: Where mypy says that expressions stand. Left of a column that is not ASCII, mypy counts bytes or
            something else, depending on its parser: the way of counting that fits most of these is taken.
    """
    return parse_source(path, path.read_text(encoding="utf-8"), seen)


def parse_source(path: Path, text: str, seen: Collection[Span]) -> Source:
    """Find the expressions of a text.

    Args:
        path: The file that it is of.
        text: The text.
        seen: Where mypy says that expressions stand, see `read_source`.

    Raises:
        SyntaxError: If it is not Python, or of a newer version than this one.
    """
    tree = ast.parse(text)
    found = list(_expressions(tree, None))
    lines = text.splitlines()
    candidates = (_by_span(found, lines, count) for count in _COUNTS)
    places = max(candidates, key=lambda candidate: len(candidate.keys() & set(seen)))
    return Source(path, text, tree, places, tuple(line.encode() for line in lines))


def _in_bytes(line: str, column: int) -> int:
    """Keep a column as Python's parser has it."""
    return column


def _in_characters(line: str, column: int) -> int:
    """Count characters."""
    return len(line.encode()[:column].decode())


def _converted_twice(line: str, column: int) -> int:
    """Count as mypy 2.4's own parser does, which takes the characters for bytes once more."""
    return 2 * _in_characters(line, column) - column


_Count = Callable[[str, int], int]

_COUNTS: Final[tuple[_Count, ...]] = (_in_bytes, _in_characters, _converted_twice)


def _by_span(places: Iterable[Place], lines: list[str], count: _Count) -> dict[Span, Place]:
    found: dict[Span, Place] = {}
    for place in places:
        found[_span(place.node, place.node, lines, count)] = place
        found.setdefault(_span(_first(place.node), _last(place.node), lines, count), place)
    return found


def _first(node: ast.expr) -> ast.expr:
    """Find where mypy's own parser lets an operation begin: within the parentheses of its left operand."""
    return _first(node.left) if isinstance(node, ast.BinOp) else node


def _last(node: ast.expr) -> ast.expr:
    return _last(node.right) if isinstance(node, ast.BinOp) else node


def _span(first: ast.expr, last: ast.expr, lines: list[str], count: _Count) -> Span:
    end_line, end_column = last.end_lineno or last.lineno, last.end_col_offset or last.col_offset
    return Span(
        first.lineno,
        count(lines[first.lineno - 1], first.col_offset),
        end_line,
        count(lines[end_line - 1], end_column),
    )


_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def _expressions(node: ast.AST, function: _Function | None) -> Iterator[Place]:
    """Yield the expressions below a node that are evaluated for their value."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_params", "type_comment"}:
            continue
        inner = node if isinstance(node, _Function) and name == "body" else function
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr) and _is_value(node, child):
                yield Place(child, *_role(node, name, child), inner)
            if isinstance(child, ast.AST):
                yield from _expressions(child, inner)


def _is_value(parent: ast.AST, node: ast.expr) -> bool:
    """Tell whether an expression has a value of its own, as the parts of an f-string have not."""
    context = getattr(node, "ctx", None)
    return (
        (context is None or isinstance(context, ast.Load))
        and not isinstance(parent, ast.JoinedStr)
        and not isinstance(node, ast.Starred | ast.Slice | ast.JoinedStr)
    )


def _role(parent: ast.AST, field: str, child: ast.expr) -> tuple[Role, str]:
    match parent, field:
        case ast.Assign(targets=[target, *_]), "value":
            return "assignment", ast.unparse(target)
        case ((ast.AnnAssign(target=target) | ast.NamedExpr(target=target)), "value"):
            return "assignment", ast.unparse(target)
        case ast.Return(), _:
            return "return", ""
        case ast.Call(), "args":
            return "argument", ""
        case ast.keyword(arg=name), _:
            return "argument", name or ""
        case _:
            return "expression", ""
