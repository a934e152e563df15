"""Hover: the shape of what the cursor is on, and where each of its sizes was bound."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from conformable.commands.observations.static_values import (
    StaticInteger,
    StaticTensor,
    StaticValue,
    described,
)
from conformable.commands.serving.assigned import assigned_in
from conformable.commands.serving.bindings import bindings_in
from conformable.commands.serving.carrying import carried_lines
from conformable.commands.serving.checked import Checked, place_of
from conformable.core.messages import bound_at, shape_of, size_of

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body, Span
    from conformable.commands.observations.sources import Source


@dataclass(frozen=True, slots=True)
class _Sight:
    """Something in the text that has a value.

    Attributes:
        place: Where it stands, in characters.
        written: What is written there.
        value: Its value.
        body: The body in which that was seen.
    """

    place: Span
    written: str
    value: StaticValue
    body: Body

    @property
    def extent(self) -> tuple[int, int]:
        """How long it is."""
        return self.place.end_line - self.place.line, self.place.end_column - self.place.column

    def covers(self, line: int, column: int) -> bool:
        """Tell whether it reaches over a place."""
        return self.place[:2] <= (line, column) <= self.place[2:]


def hover(checked: Checked, now: str, line: int, column: int) -> Hover | None:
    """Return what to show at a place; None where nothing is known.

    Args:
        checked: What is known of the file.
        now: Its text, which may have been edited since.
        line: The place, from 1.
        column: The same, in characters from 0.
    """
    then = carried_lines(checked.text, now).get(line)
    if checked.source is None or then is None:
        return None
    around = (sight for sight in _sights(checked, checked.source) if sight.covers(then, column))
    for sight in sorted(around, key=lambda sight: sight.extent):
        if text := _text(sight):
            bound = bindings_in(sight.value, sight.body, checked)
            listed = "".join(f"- {bound_at(each.name, each.what, each.line)}\n" for each in bound)
            return Hover(MarkupContent(MarkupKind.Markdown, f"```python\n{text}\n```\n\n{listed}".rstrip()))
    return None


def _text(sight: _Sight) -> str:
    match sight.value:
        case StaticTensor(dtype=dtype):
            return shape_of(sight.written, described(sight.value), dtype)
        case StaticInteger(size) if str(size) not in {sight.written, "_"}:
            return size_of(sight.written, str(size))
        case value:
            shapes = described(value)
            return shape_of(sight.written, shapes, None) if shapes else ""


def _sights(checked: Checked, source: Source) -> Iterator[_Sight]:
    for body in checked.bodies:
        yield from _parameters(body, source)
        for span, value in body.expressions.items():
            if (place := source.places.get(span)) is not None:
                yield _Sight(place_of(source, place.node), source.segment(place.node), value, body)
    for assigned in assigned_in(checked):
        yield _Sight(
            place_of(source, assigned.target), source.segment(assigned.target), assigned.value, assigned.body
        )


def _parameters(body: Body, source: Source) -> Iterator[_Sight]:
    function = source.function_at(body.line)
    for node in ast.walk(function.args) if function is not None else ():
        if isinstance(node, ast.arg) and node.arg in body.parameters:
            place = place_of(source, node)
            name = place._replace(end_line=place.line, end_column=place.column + len(node.arg))
            yield _Sight(name, node.arg, body.parameters[node.arg], body)
