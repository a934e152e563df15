"""What values are made of: other values, and sizes."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from conformable.core.sizes import Size
from conformable_mypy.interpreter.by_class import ByClass
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
    Object,
    ShapeTuple,
    Table,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Values = tuple[Value, ...]


class _Structure(NamedTuple):
    """How a kind of value holds other values."""

    parts: Callable[[Any], Values]
    made_of: Callable[[Any, Values], Value]


def _named(value: Entries | Object, items: Values) -> tuple[tuple[Any, Value], ...]:
    named = value.entries if isinstance(value, Entries) else value.attributes
    return tuple((name, item) for (name, _), item in zip(named, items, strict=True))


_STRUCTURES: Final[Mapping[type, _Structure]] = {
    Items: _Structure(lambda value: value.items, lambda value, items: Items(items, value.kind)),
    Many: _Structure(lambda value: (value.item,), lambda value, items: replace(value, item=items[0])),
    Mixed: _Structure(lambda value: value.parts, lambda value, items: replace(value, parts=items)),
    Choice: _Structure(lambda value: value.options, lambda value, items: replace(value, options=items)),
    Chain: _Structure(lambda value: value.modules, lambda value, items: replace(value, modules=items)),
    Table: _Structure(lambda value: (value.item,), lambda _, items: Table(items[0])),
    Entries: _Structure(
        lambda value: tuple(item for _, item in value.entries),
        lambda value, items: Entries(_named(value, items)),
    ),
    Object: _Structure(
        lambda value: tuple(item for _, item in value.attributes),
        lambda value, items: replace(value, attributes=_named(value, items)),
    ),
    Either: _Structure(
        lambda value: tuple(option for option, _ in value.options),
        lambda value, items: replace(
            value, options=tuple(zip(items, (known for _, known in value.options), strict=True))
        ),
    ),
}


def parts(value: Value) -> Values:
    """Give the values that a value is made of; what it refers to or is bound to is no part of it."""
    structure = _STRUCTURES.get(type(value))
    return structure.parts(value) if structure is not None else ()


def with_parts(value: Value, change: Callable[[Value], Value]) -> Value:
    """Change the values that a value is made of; if none of them becomes another one, nor does the value."""
    structure = _STRUCTURES.get(type(value))
    if structure is None:
        return value
    before = structure.parts(value)
    after = tuple(map(change, before))
    return value if all(map(is_, before, after)) else structure.made_of(value, after)


def within(values: Iterable[Value]) -> Iterator[Value]:
    """Yield values and all values that they are made of."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        yield value
        waiting.extend(parts(value))


def all_sizes(value: Value) -> Iterator[Size]:
    """Yield the sizes of a value, and of all values that it is made of."""
    return chain.from_iterable(map(sizes_of, within([value])))


@ByClass
def sizes_of(_value: Value) -> Iterable[Size]:
    """Give the sizes that a value has, without those of its parts."""
    return ()


@sizes_of.register(Tensor)
@sizes_of.register(ShapeTuple)
def _(value: Tensor | ShapeTuple) -> Iterable[Size]:
    return (part for part in value.shape.parts if isinstance(part, Size))


@sizes_of.register(Integer)
def _(value: Integer) -> Iterable[Size]:
    return (value.size,)


@sizes_of.register(Many)
def _(value: Many) -> Iterable[Size]:
    return () if value.count is None else (value.count,)


@sizes_of.register(Layer)
def _(value: Layer) -> Iterable[Size]:
    return value.state.sizes()


@sizes_of.register(Either)
def _(value: Either) -> Iterable[Size]:
    return (size for _, conditions in value.options for size in conditions.sizes())
