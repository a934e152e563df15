"""What a loop over a value goes through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol, total
from conformable_mypy.interpreter import dictionaries
from conformable_mypy.interpreter.choices import choice_of, without_none
from conformable_mypy.interpreter.renaming import reshape
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Choice,
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
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        case Mixed(parts, kind):
            return Many(_any_of(parts, node, run, state), kind, counted(value))
        case Chain():
            return iterate(sequence_of(modules_of(value, node, run), "list"), node, run, state)
        case Tensor(shape):
            return _rows(value, shape, node, run)
        case Choice([Tensor() as first, *rest]) if all(isinstance(option, Tensor) for option in rest):
            return Many(Tensor(run.fresh_shape(node), first.library))
        case ShapeTuple():
            return Many(Integer(run.fresh_size(node, least=1)))
        case Entries(entries):
            return Items(tuple(dictionaries.key_of(key) for key, _ in entries), "list")
        case _:
            return Many(unknown_from((value,)))


def sequence_of(parts: Iterable[Value], kind: Literal["tuple", "list"]) -> Items | Many | Mixed:
    """Make a sequence of items and of sequences that are spread out in it."""
    runs: list[Items | Many] = []
    for part in parts:
        if isinstance(part, Many):
            runs.append(part)
        elif runs and isinstance(runs[-1], Items):
            runs[-1] = Items((*runs[-1].items, part), kind)
        else:
            runs.append(Items((part,), kind))
    if not runs:
        return Items((), kind)
    if len(runs) > 1:
        return Mixed(tuple(runs), kind)
    only = runs[0]
    return Many(only.item, kind, only.count) if isinstance(only, Many) else only


def parts_of(value: Value) -> tuple[Value, ...] | None:
    """Give the items of a sequence, with `Many` for those that are not known one by one."""
    match value:
        case Items(items):
            return items
        case Many():
            return (value,)
        case Mixed(parts):
            return tuple(item for part in parts for item in parts_of(part) or ())
        case _:
            return None


def counted(value: Value) -> Size | None:
    """Count the items of a sequence."""
    match value:
        case Items(items):
            return Size.of(len(items))
        case Many(count=count):
            return count
        case Mixed(parts):
            counts = [counted(part) for part in parts]
            known = [count for count in counts if count is not None]
            return total(known) if len(known) == len(counts) else None
        case _:
            return None


def _any_of(parts: tuple[Items | Many, ...], node: Context, run: Run, state: State) -> Value:
    return any_item(Items(tuple(any_item(part, node, run, state) for part in parts)), node, run, state)


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
            return choice_of(tuple(refreshed(option, node, run) for option in options))
        case Object(attributes=attributes, scope=scope) if scope:
            held = tuple((name, refreshed(item, node, run)) for name, item in attributes)
            return replace(value, attributes=held, scope=run.fresh_scope(node))
        case Layer():
            return reshape(value, lambda shape: _refreshed_shape(shape, node, run))
        case _:
            return value


def modules_of(chain: Chain, node: Context, run: Run) -> tuple[Value, ...]:
    """Give the modules of a container: those of one that stands for several may be those of any of them."""
    return tuple(refreshed(one, node, run) for one in chain.modules) if chain.several else chain.modules


def _rows(tensor: Tensor, shape: Shape, node: Context, run: Run) -> Items | Many:
    first = shape.axis(0)
    if first is None:
        return Many(Tensor(run.fresh_shape(node), tensor.library))
    row = Tensor(shape.replace(0), tensor.library, tensor.dtype)
    number = first.number
    few = number is not None and 0 < number <= MAX_UNROLLED
    return Items((row,) * (number or 0)) if few else Many(row, count=first)


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
