"""What there is to show of a file: the shapes in it, what was assumed, and what mypy says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.observations.assumptions import readable
from conformable.commands.observations.sources import Place, Role, Source, read_source
from conformable.commands.observations.static_values import StaticItems, StaticTensor, StaticValue, described

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import StaticAnswer
    from conformable.commands.observations.records import Body
    from conformable.commands.reporting.messages import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """The shape of one expression.

    Attributes:
        line: Where it begins, from 1.
        column: The same, in characters from 0.
        end_line: Where it ends.
        end_column: The same.
        role: What it ends.
        target: The name that it is assigned to or passed as; "" if there is none.
        source: The expression as it is written, on one line.
        shape: Its dim string, if it is a tensor.
        text: The same in quotes; several where it holds several tensors.
        dtype: jaxtyping's word for its dtype, if that is known.
        function: The full name of the function that it stands in; None at the top level of the module.
        is_name: Whether it is a plain name, whose shape was to be seen where it was assigned.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    role: Role
    target: str
    source: str
    shape: str | None
    text: str
    dtype: str | None
    function: str | None
    is_name: bool


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the static half takes for granted about the sizes of a function."""

    function: str
    line: int
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that there is to show of a file."""

    path: Path
    text: str
    entries: tuple[Entry, ...]
    assumed: tuple[Assumed, ...]
    messages: tuple[Message, ...]


def shown(path: Path, answer: StaticAnswer) -> Shown:
    """Collect what there is to show of a file.

    Args:
        path: The file.
        answer: What the static half says about it.
    """
    bodies = answer.bodies_of(path)
    source = read_source(path, {span for body in bodies for span in body.expressions})
    entries = {entry: None for body in bodies for entry in _entries(body, source)}
    assumed = [_assumed(body) for body in bodies]
    return Shown(
        path=path,
        text=source.text,
        entries=tuple(sorted(entries, key=lambda entry: (entry.line, entry.column))),
        assumed=tuple(one for one in assumed if one.conditions),
        messages=tuple(answer.messages_of(path)),
    )


def _assumed(body: Body) -> Assumed:
    conditions = dict.fromkeys(text for way in body.exits for text in readable(way))
    return Assumed(body.function or body.module, body.line, tuple(conditions))


def _entries(body: Body, source: Source) -> Iterator[Entry]:
    for span, value in body.expressions.items():
        place = source.places.get(span)
        if place is None:
            continue
        for target, part in _parts(place, value):
            text = described(part)
            if text:
                yield _entry(body, source, place, target, part, text)


def _parts(place: Place, value: StaticValue) -> Iterator[tuple[str, StaticValue]]:
    """Split what is assigned to several names: `q, k = f(x)`."""
    target = _parsed_target(place.target) if place.role == "assignment" else None
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    if isinstance(value, StaticItems) and names and len(names) == len(value.items):
        yield from zip(map(ast.unparse, names), value.items, strict=True)
    else:
        yield place.target, value


def _parsed_target(text: str) -> ast.expr | None:
    return ast.parse(text, mode="eval").body if text else None


def _entry(body: Body, source: Source, place: Place, target: str, value: StaticValue, text: str) -> Entry:
    node = place.node
    end_line = node.end_lineno or node.lineno
    return Entry(
        line=node.lineno,
        column=source.character(node.lineno, node.col_offset),
        end_line=end_line,
        end_column=source.character(end_line, node.end_col_offset or 0),
        role=place.role,
        target=target,
        source=source.segment(node),
        shape=str(value.shape) if isinstance(value, StaticTensor) else None,
        text=text,
        dtype=value.dtype if isinstance(value, StaticTensor) else None,
        function=body.function,
        is_name=isinstance(node, ast.Name),
    )
