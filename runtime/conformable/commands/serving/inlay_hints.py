"""Inlay hints: the shape behind each assignment."""

from __future__ import annotations

import ast
from itertools import groupby
from typing import TYPE_CHECKING

from lsprotocol.types import InlayHint, InlayHintKind

from conformable.commands.observations.static_values import described
from conformable.commands.serving.assigned import Assigned, Statement, assigned_in
from conformable.commands.serving.carrying import carried_lines
from conformable.commands.serving.checked import Checked, place_of

if TYPE_CHECKING:
    from conformable.commands.serving.positions import Text


def inlay_hints(checked: Checked, now: str, text: Text, first: int, last: int) -> list[InlayHint]:
    """Return the hints for some lines.

    Args:
        checked: What is known of the file.
        now: Its text, which may have been edited since.
        text: The same as the client counts it.
        first: The first line, from 1.
        last: The last one.
    """
    if checked.source is None:
        return []
    lines = {then: line for line, then in carried_lines(checked.text, now).items()}
    hints = []
    for statement, assigned in groupby(assigned_in(checked), key=lambda each: each.statement):
        label = _label(statement, list(assigned))
        place = place_of(checked.source, statement)
        line = lines.get(place.end_line) if place.line in lines else None
        if label and line is not None and first <= line <= last:
            position = text.position(line, place.end_column)
            hints.append(InlayHint(position, label, kind=InlayHintKind.Type, padding_left=True))
    return hints


def _label(statement: Statement, assigned: list[Assigned]) -> str:
    """Write the shape; where there are several, before each the name that it is assigned to."""
    shapes = {ast.unparse(each.target): described(each.value) for each in assigned}
    told = {name: shape for name, shape in shapes.items() if shape and not _says(statement, shape)}
    if len(shapes) == 1:
        return next(iter(told.values()), "")
    return ", ".join(f"{name}: {shape}" for name, shape in told.items())


def _says(statement: Statement, shape: str) -> bool:
    """Tell whether an annotation says the same already."""
    if not isinstance(statement, ast.AnnAssign):
        return False
    texts = (node.value for node in ast.walk(statement.annotation) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and f'"{" ".join(text.split())}"' == shape for text in texts)
