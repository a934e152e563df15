"""What a loop over a value goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol
from conformable_mypy.interpreter import dictionaries
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Choice,
    Entries,
    Integer,
    Items,
    Many,
    ShapeTuple,
    Table,
    Tensor,
    Value,
    unknown_from,
    without_none,
)

if TYPE_CHECKING:
    from mypy.nodes import Context

    from conformable.core.sizes import Atom
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

MAX_UNROLLED: Final = 8
"""A sequence of at most this many known items is gone through one by one."""


def iterate(value: Value, node: Context, run: Run, state: State) -> Items | Many:
    """Give the items that iterating over a value yields."""
    value = without_none(state.content(value))
    match value:
        case Items() | Many():
            return value
        case Tensor(shape):
            return _rows(value, shape, node, run)
        case ShapeTuple():
            return Many(Integer(run.fresh_size(node, least=1)))
        case Entries(entries):
            return Items(tuple(dictionaries.key_of(key) for key, _ in entries), "list")
        case _:
            return Many(unknown_from((value,)))


def any_item(items: Items | Many, node: Context, run: Run, state: State) -> Value:
    """Give a value that stands for every item alike."""
    from conformable_mypy.interpreter.joining import Joiner, join_values

    if isinstance(items, Many):
        return refreshed(items.item, node, run)
    if not items.items:
        return UNKNOWN
    result, *rest = items.items
    for index, item in enumerate(rest):
        result = join_values(
            result, item, Joiner.between(f"{run.fresh_scope(node)}:{index}", state.facts, state.facts)
        )
    return result


def refreshed(value: Value, node: Context, run: Run) -> Value:
    """Give one of many like values: what may differ from one to the next becomes fresh."""
    match value:
        case Tensor(shape):
            return Tensor(_refreshed_shape(shape, node, run), value.library, value.dtype, value.line)
        case Table(item):
            return Table(refreshed(item, node, run))
        case Integer(size):
            return Integer(substitute(size, _fresh_symbols(size, node, run)))
        case Items(items, kind):
            return Items(tuple(refreshed(item, node, run) for item in items), kind)
        case Choice(options):
            return Choice(tuple(refreshed(option, node, run) for option in options))
        case _:
            return value


def _rows(tensor: Tensor, shape: Shape, node: Context, run: Run) -> Items | Many:
    first = shape.axis(0)
    if first is None:
        return Many(Tensor(run.fresh_shape(node), tensor.library))
    row = Tensor(shape.replace(0), tensor.library, tensor.dtype)
    number = first.number
    return Items((row,) * number) if number is not None and 0 < number <= MAX_UNROLLED else Many(row)


def _refreshed_shape(shape: Shape, node: Context, run: Run) -> Shape:
    parts: list[Part] = []
    for part in shape.parts:
        if isinstance(part, Size):
            parts.append(substitute(part, _fresh_symbols(part, node, run)))
        else:
            parts.append(part if part.rigid else Variadic(part.name, run.fresh_scope(node), rigid=False))
    return Shape(tuple(parts))


def _fresh_symbols(size: Size, node: Context, run: Run) -> dict[Atom, Size]:
    return {
        symbol: Size.of(Symbol(symbol.name, run.fresh_scope(node), rigid=False, least=symbol.least))
        for symbol in size.symbols()
        if not symbol.rigid
    }
