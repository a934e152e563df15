"""What is known of one file: what mypy says about it, and the values in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.observations.records import Body, Span, bodies_of, read_folder
from conformable.commands.observations.sources import Source, parse_source

if TYPE_CHECKING:
    from conformable.commands.serving.complaints import Complaint


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that mypy has checked to its end.

    Attributes:
        path: The file.
        text: The text.
        complaints: What mypy says about it.
        source: Its expressions; None if this Python cannot read it.
        bodies: What the static half knows of it; nothing without a source.
    """

    path: Path
    text: str
    complaints: tuple[Complaint, ...]
    source: Source | None = None
    bodies: tuple[Body, ...] = ()

    def characters(self, span: Span) -> Span:
        """Turn a place as mypy counts it into one that counts characters."""
        place = self.source.places.get(span) if self.source is not None else None
        return span if self.source is None or place is None else place_of(self.source, place.node)


def read_checked(path: Path, text: str, complaints: Iterable[Complaint], observed: Path) -> Checked:
    """Collect what is known of a file.

    Args:
        path: The file.
        text: The text that was checked.
        complaints: What mypy says about it.
        observed: The folder in which the plugin has written what it has seen in it.
    """
    bodies = tuple(bodies_of(read_folder(observed), path))
    said = tuple(complaints)
    spans = {span for body in bodies for span in body.expressions} | {each.span for each in said}
    try:
        return Checked(path, text, said, parse_source(path, text, spans), bodies)
    except (SyntaxError, ValueError):
        return Checked(path, text, said)


def place_of(source: Source, node: ast.expr | ast.stmt | ast.arg) -> Span:
    """Return where a node stands, in characters."""
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Span(
        node.lineno,
        source.character(node.lineno, node.col_offset),
        end_line,
        source.character(end_line, end_column),
    )
