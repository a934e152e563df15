"""Replace the shapes in values."""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING

from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.parts import with_parts
from conformable_mypy.interpreter.values import (
    Choice,
    Either,
    Integer,
    Layer,
    Many,
    Number,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.sizes import Symbol

    Change = Callable[[Shape], Shape]


@ByClass
def reshape(value: Value, change: Change) -> Value:
    """Replace every shape in a value; an integer counts as a shape of one size."""
    return with_parts(value, lambda part: reshape(part, change))


@reshape.register(Tensor)
@reshape.register(ShapeTuple)
def _(value: Tensor | ShapeTuple, change: Change) -> Value:
    shape = change(value.shape)
    return value if shape is value.shape else replace(value, shape=shape)


@reshape.register(Integer)
def _(value: Integer, change: Change) -> Value:
    changed = change(Shape((value.size,))).sizes
    return value if changed is None or changed[0] is value.size else Integer(changed[0])


@reshape.register(Many)
def _(value: Many, change: Change) -> Value:
    changed = change(Shape(() if value.count is None else (value.count,))).sizes
    return Many(reshape(value.item, change), value.kind, changed[0] if changed else None)


@reshape.register(Either)
def _(value: Either, change: Change) -> Value:
    options = ((reshape(option, change), known.changed(_of_size(change))) for option, known in value.options)
    return Either(tuple(options), _with_changed(value.mentions, change))


@reshape.register(Choice)
def _(value: Choice, change: Change) -> Value:
    options = tuple([reshape(option, change) for option in value.options])
    mentions = _with_changed(value.mentions, change)
    if mentions is value.mentions and all(map(is_, options, value.options)):
        return value
    return Choice(options, value.origin, mentions)


@reshape.register(Layer)
def _(value: Layer, change: Change) -> Value:
    return Layer(value.name, value.state.changed(_of_size(change)))


@reshape.register(Unknown)
@reshape.register(Number)
def _(value: Unknown | Number, change: Change) -> Value:
    mentions = _with_changed(value.mentions, change)
    return value if mentions is value.mentions else replace(value, mentions=mentions)


def _with_changed(symbols: frozenset[Symbol], change: Change) -> frozenset[Symbol]:
    added = change(Shape(tuple(map(Size.of, symbols)))).symbols if symbols else symbols
    return symbols if added <= symbols else symbols | added


def _of_size(change: Change) -> Callable[[Size], Size]:
    def changed(size: Size) -> Size:
        sizes = change(Shape((size,))).sizes
        return size if sizes is None else sizes[0]

    return changed
