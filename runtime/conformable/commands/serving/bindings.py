"""Where the sizes in a shape were bound: an axis of a parameter, an integer, an assignment."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import (
    StaticInteger,
    StaticItems,
    StaticLayer,
    StaticObject,
    StaticTensor,
    StaticValue,
    tensors_in,
)
from conformable.commands.serving.assigned import assigned_in
from conformable.core.messages import axes_of_value, axis_of_value, given_integer
from conformable.core.shapes import Variadic
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body
    from conformable.commands.observations.sources import Source
    from conformable.commands.serving.checked import Checked

#: What has a name of its own in a shape.
Named = Symbol | Variadic

#: How many attributes of attributes are looked into.
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a size was bound.

    Attributes:
        name: The size, or the run of axes.
        what: What it is the size of, in words.
        line: The line; None where that is not known.
    """

    name: str
    what: str
    line: int | None


def bindings_in(value: StaticValue, body: Body, checked: Checked) -> list[Binding]:
    """Return where each size in a value was bound, in the order in which they stand in it.

    Args:
        value: The value.
        body: The body in which it was seen.
        checked: The file.
    """
    known = _known(body, checked)
    return list(dict.fromkeys(known[named] for named in _named_in(value) if named in known))


def _named_in(value: StaticValue) -> Iterator[Named]:
    if isinstance(value, StaticInteger):
        yield from value.size.symbols()
    for tensor in tensors_in(value):
        for part in tensor.shape.parts:
            if isinstance(part, Size):
                yield from part.symbols()
            else:
                yield part


def _known(body: Body, checked: Checked) -> Mapping[Named, Binding]:
    """Return where each size of a body is bound first: its parameters come before what it assigns."""
    known: dict[Named, Binding] = {}
    lines = _parameter_lines(body, checked.source) if checked.source is not None else {}
    for name, value in body.parameters.items():
        for named, what in _bound(value, name, _DEEPEST):
            known.setdefault(named, Binding(str(named), what, lines.get(name)))
    for assigned in assigned_in(checked):
        if assigned.body is body:
            for named, what in _bound(assigned.value, ast.unparse(assigned.target), _DEEPEST):
                known.setdefault(named, Binding(str(named), what, assigned.target.lineno))
    return known


def _parameter_lines(body: Body, source: Source) -> Mapping[str, int]:
    function = source.function_at(body.line)
    named = ast.walk(function.args) if function is not None else ()
    return {node.arg: node.lineno for node in named if isinstance(node, ast.arg)}


@singledispatch
def _bound(_value: StaticValue, _name: str, _depth: int) -> Iterator[tuple[Named, str]]:
    """Yield the sizes that are bound by giving a name to a value, and what they are the sizes of."""
    yield from ()


@_bound.register(StaticInteger)
def _(value: StaticInteger, name: str, _depth: int) -> Iterator[tuple[Named, str]]:
    for symbol in _alone(value.size):
        yield symbol, given_integer(name)


@_bound.register(StaticTensor)
def _(value: StaticTensor, name: str, _depth: int) -> Iterator[tuple[Named, str]]:
    shape = value.shape
    for index, part in enumerate(shape.parts):
        if isinstance(part, Variadic):
            yield part, axes_of_value(name)
        else:
            axis = index if index < len(shape.before) else index - len(shape.parts)
            for symbol in _alone(part):
                yield symbol, axis_of_value(axis, name)


@_bound.register(StaticLayer)
def _(value: StaticLayer, name: str, depth: int) -> Iterator[tuple[Named, str]]:
    for parameter, shape in value.parameters.items():
        yield from _bound(StaticTensor(shape, "torch", None), f"{name}.{parameter}", depth)


@_bound.register(StaticItems)
def _(value: StaticItems, name: str, depth: int) -> Iterator[tuple[Named, str]]:
    for index, item in enumerate(value.items):
        yield from _bound(item, f"{name}[{index}]", depth)


@_bound.register(StaticObject)
def _(value: StaticObject, name: str, depth: int) -> Iterator[tuple[Named, str]]:
    for attribute, item in value.attributes.items() if depth else ():
        yield from _bound(item, f"{name}.{attribute}", depth - 1)


def _alone(size: Size) -> Iterator[Symbol]:
    """Yield the symbol that a size consists of, if it is nothing else and somebody has named it."""
    symbols = list(size.symbols())
    if len(symbols) == 1 and str(size) == symbols[0].name != "_":
        yield symbols[0]
