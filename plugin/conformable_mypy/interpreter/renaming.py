"""Tell the sizes of one loop iteration from those of another."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy.interpreter.state import State
from conformable_mypy.interpreter.values import (
    Choice,
    Entries,
    Integer,
    Items,
    Many,
    Object,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.sizes import Atom

    Change = Callable[[Size], Size]


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
    known = _flexible(head)
    arisen = _flexible(back) - known
    if not arisen:
        return back
    names: dict[Atom, Size] = {
        symbol: Size.of(replace(symbol, scope=f"{symbol.scope}{place}")) for symbol in arisen
    }

    def renamed(size: Size) -> Size:
        return substitute(back.facts.simplify(size), names)

    return State(
        variables={variable: resize(value, renamed) for variable, value in back.variables.items()},
        heap={address: resize(value, renamed) for address, value in back.heap.items()},
        facts=back.facts,
        live=back.live,
    )


def _flexible(state: State) -> set[Symbol]:
    values = (*state.variables.values(), *state.heap.values())
    found = (symbol for value in values for symbol in symbols_of(value))
    return {symbol for symbol in found if not symbol.rigid and PLACED in symbol.scope}


@singledispatch
def resize(value: Value, change: Change) -> Value:
    """Replace every size in a value."""
    return value


@resize.register(Tensor)
def _(value: Tensor, change: Change) -> Value:
    return replace(value, shape=_resized(value.shape, change))


@resize.register(ShapeTuple)
def _(value: ShapeTuple, change: Change) -> Value:
    return ShapeTuple(_resized(value.shape, change))


@resize.register(Integer)
def _(value: Integer, change: Change) -> Value:
    return Integer(change(value.size))


@resize.register(Items)
def _(value: Items, change: Change) -> Value:
    return Items(tuple(resize(item, change) for item in value.items), value.kind)


@resize.register(Choice)
def _(value: Choice, change: Change) -> Value:
    return Choice(tuple(resize(option, change) for option in value.options))


@resize.register(Many)
def _(value: Many, change: Change) -> Value:
    return Many(resize(value.item, change), value.kind)


@resize.register(Entries)
def _(value: Entries, change: Change) -> Value:
    return Entries(tuple((key, resize(item, change)) for key, item in value.entries))


@resize.register(Object)
def _(value: Object, change: Change) -> Value:
    return replace(value, attributes=tuple((name, resize(item, change)) for name, item in value.attributes))


@resize.register(Unknown)
def _(value: Unknown, change: Change) -> Value:
    mentions = (found for symbol in value.mentions for found in change(Size.of(symbol)).symbols())
    return replace(value, mentions=value.mentions.union(mentions))


def _resized(shape: Shape, change: Change) -> Shape:
    parts = (change(part) if isinstance(part, Size) else part for part in shape.parts)
    return replace(shape, parts=tuple(parts))
