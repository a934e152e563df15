"""The action that does what a note suggests: transpose an operand, or add an axis to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.serving.checked import place_of
from conformable.core.messages import would_fit
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.commands.observations.records import Span
    from conformable.commands.observations.sources import Source
    from conformable.commands.serving.complaints import Complaint

_BEFORE, _AFTER = would_fit("\0", Shape(())).removesuffix('""').split("\0")

#: What is put behind an operand.
_ADDED: Final = (".T", ".mT", "[..., None]")
_TRANSPOSED: Final = frozenset({"T", "mT"})

#: What needs no parentheses before `.T`.
_PRIMARY: Final = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What an expression is to be replaced with."""

    place: Span
    text: str


def remedy(complaint: Complaint, source: Source) -> Remedy | None:
    """Return the edit that a note of a complaint suggests; None where it is not clear which operand is meant.

    Args:
        complaint: What mypy says.
        source: The file.
    """
    wanted = next(map(_wanted, filter(_suggests, complaint.notes)), None)
    if wanted is None:
        return None
    inside = {
        id(place.node): place.node
        for span, place in source.places.items()
        if complaint.span[:2] <= span[:2] and span[2:] <= complaint.span[2:]
    }
    found = [
        Remedy(place_of(source, node), text)
        for node in inside.values()
        for variant, text in _variants(node, source)
        if variant == wanted
    ]
    return found[0] if len(found) == 1 else None


def _suggests(note: str) -> bool:
    return note.startswith(_BEFORE) and _AFTER in note


def _wanted(note: str) -> str | None:
    try:
        return ast.unparse(ast.parse(note.removeprefix(_BEFORE).rpartition(_AFTER)[0], mode="eval"))
    except SyntaxError:
        return None


def _variants(node: ast.expr, source: Source) -> Iterator[tuple[str, str]]:
    """Yield what an operand can be turned into: as Python writes it, and with the text that is there."""
    written, there = ast.unparse(node), source.segment(node)
    if not isinstance(node, _PRIMARY):
        written, there = f"({written})", f"({there})"
    for added in _ADDED:
        yield ast.unparse(ast.parse(written + added, mode="eval")), there + added
    if isinstance(node, ast.Attribute) and node.attr in _TRANSPOSED:
        yield ast.unparse(node.value), source.segment(node.value)
