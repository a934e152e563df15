"""The expressions of a source file: where each stands and what it is for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
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
    """

    path: Path
    text: str
    tree: ast.Module
    places: dict[Span, Place]

    def segment(self, node: ast.expr) -> str:
        """Return what is written for an expression, on one line."""
        return " ".join((ast.get_source_segment(self.text, node) or "").split())

    def character(self, line: int, column: int) -> int:
        """Turn a column of Python's parser, which counts bytes, into one that counts characters."""
        return _in_characters(self.text.splitlines()[line - 1], column)

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
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found = list(_expressions(tree, None))
    lines = text.splitlines()
    candidates = ({_span(place.node, lines, count): place for place in found} for count in _COUNTS)
    places = max(candidates, key=lambda candidate: len(candidate.keys() & set(seen)))
    return Source(path, text, tree, places)


def _in_bytes(line: str, column: int) -> int:
    """Keep a column as Python's parser has it."""
    return column


def _in_characters(line: str, column: int) -> int:
    """Count characters."""
    return len(line.encode()[:column].decode())


def _converted_twice(line: str, column: int) -> int:
    """Count as mypy 2.4's own parser does, which takes the characters for bytes once more."""
    return 2 * _in_characters(line, column) - column


_COUNTS: Final[tuple[Callable[[str, int], int], ...]] = (_in_bytes, _in_characters, _converted_twice)


def _span(node: ast.expr, lines: list[str], count: Callable[[str, int], int]) -> Span:
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Span(
        node.lineno,
        count(lines[node.lineno - 1], node.col_offset),
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
            if isinstance(child, ast.expr) and _is_value(child):
                yield Place(child, *_role(node, name, child), inner)
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield from _expressions(child, inner)


def _is_value(node: ast.expr) -> bool:
    context = getattr(node, "ctx", None)
    return (context is None or isinstance(context, ast.Load)) and not isinstance(
        node, ast.Starred | ast.Slice
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
