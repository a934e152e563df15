"""Tell the sizes of one loop iteration from those of another."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy.interpreter.state import State
from conformable_mypy.interpreter.values import (
    Chain,
    Choice,
    Either,
    Entries,
    Integer,
    Items,
    Layer,
    Many,
    Mixed,
    Number,
    Object,
    ShapeTuple,
    Table,
    Tensor,
    Unknown,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformable.core.sizes import Atom

    Change = Callable[[Shape], Shape]


Key = TypeVar("Key")

PLACED: Final = ":"
"""Stands in the scope of every size that arose at a place of a body, and in no other scope."""


def of_earlier_iterations(back: State, head: State, place: str) -> State:
    """Give the state at the end of a loop's body other names for the sizes that arose in it.

    A size that is not the same in every iteration, `_` of a join for instance, would otherwise go under one
    name both for what an earlier iteration has left and for what the next one makes.

    Args:
        back: The state at the end of the body.
        head: The state at its beginning.
        place: Names the loop, the same on every pass.
    """
    arisen = _flexible(_changed(back.variables, head.variables))
    arisen |= _flexible(_changed(back.heap, head.heap))
    if arisen:
        arisen -= _flexible((*head.variables.values(), *head.heap.values()))
    if not arisen:
        return back
    names: dict[Atom, Size] = {
        symbol: Size.of(replace(symbol, scope=f"{symbol.scope}{place}")) for symbol in arisen
    }

    def renamed(size: Size) -> Size:
        return substitute(back.facts.simplify(size), names)

    def of_shape(shape: Shape) -> Shape:
        parts = (renamed(part) if isinstance(part, Size) else part for part in shape.parts)
        return replace(shape, parts=tuple(parts))

    return State(
        variables=_reshaped(back.variables, head.variables, of_shape),
        heap=_reshaped(back.heap, head.heap, of_shape),
        facts=back.facts,
        live=back.live,
    )


def _reshaped(values: Mapping[Key, Value], known: Mapping[Key, Value], change: Change) -> dict[Key, Value]:
    """Reshape the values that are not those of the state before."""
    return {
        key: value if known.get(key) is value else reshape(value, change) for key, value in values.items()
    }


def _changed(values: Mapping[Key, Value], known: Mapping[Key, Value]) -> Iterator[Value]:
    return (value for key, value in values.items() if known.get(key) is not value)


def _flexible(values: Iterable[Value]) -> set[Symbol]:
    found = (symbol for value in values for symbol in symbols_of(value))
    return {symbol for symbol in found if not symbol.rigid and PLACED in symbol.scope}


@singledispatch
def reshape(value: Value, change: Change) -> Value:
    """Replace every shape in a value; an integer counts as a shape of one size."""
    return value


@reshape.register(Tensor)
@reshape.register(ShapeTuple)
def _(value: Tensor | ShapeTuple, change: Change) -> Value:
    return replace(value, shape=change(value.shape))


@reshape.register(Integer)
def _(value: Integer, change: Change) -> Value:
    changed = change(Shape((value.size,))).sizes
    return value if changed is None else Integer(changed[0])


@reshape.register(Items)
def _(value: Items, change: Change) -> Value:
    return Items(tuple(reshape(item, change) for item in value.items), value.kind)


@reshape.register(Choice)
def _(value: Choice, change: Change) -> Value:
    return Choice(tuple(reshape(option, change) for option in value.options), value.origin)


@reshape.register(Many)
def _(value: Many, change: Change) -> Value:
    changed = change(Shape(() if value.count is None else (value.count,))).sizes
    return Many(reshape(value.item, change), value.kind, changed[0] if changed else None)


@reshape.register(Mixed)
def _(value: Mixed, change: Change) -> Value:
    parts = (reshape(part, change) for part in value.parts)
    return replace(value, parts=tuple(part for part in parts if isinstance(part, Items | Many)))


@reshape.register(Either)
def _(value: Either, change: Change) -> Value:
    def changed(size: Size) -> Size:
        sizes = change(Shape((size,))).sizes
        return size if sizes is None else sizes[0]

    options = ((reshape(option, change), known.changed(changed)) for option, known in value.options)
    return Either(tuple(options))


@reshape.register(Table)
def _(value: Table, change: Change) -> Value:
    return Table(reshape(value.item, change))


@reshape.register(Entries)
def _(value: Entries, change: Change) -> Value:
    return Entries(tuple((key, reshape(item, change)) for key, item in value.entries))


@reshape.register(Layer)
def _(value: Layer, change: Change) -> Value:
    def changed(size: Size) -> Size:
        sizes = change(Shape((size,))).sizes
        return size if sizes is None else sizes[0]

    return Layer(value.name, value.state.changed(changed))


@reshape.register(Chain)
def _(value: Chain, change: Change) -> Value:
    return Chain(tuple(reshape(module, change) for module in value.modules))


@reshape.register(Object)
def _(value: Object, change: Change) -> Value:
    attributes = tuple((name, reshape(item, change)) for name, item in value.attributes)
    return replace(value, attributes=attributes)


@reshape.register(Unknown)
@reshape.register(Number)
def _(value: Unknown | Number, change: Change) -> Value:
    if not value.mentions:
        return value
    shape = change(Shape(tuple(map(Size.of, value.mentions))))
    return replace(value, mentions=value.mentions.union(*(size.symbols() for size in shape.before)))
