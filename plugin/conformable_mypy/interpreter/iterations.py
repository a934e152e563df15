"""Tell what one iteration of a loop has made from what the others make."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.core.arithmetic import substitute
from conformable.core.sizes import Size, Symbol
from conformable_mypy.interpreter.choices import mentions_of, with_mentions
from conformable_mypy.interpreter.parts import sizes_of, with_parts, within
from conformable_mypy.interpreter.renaming import reshape
from conformable_mypy.interpreter.state import State, join
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Either,
    Many,
    Reference,
    ShapeTuple,
    Tensor,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from conformable.core.shapes import Part, Shape, Variadic
    from conformable.core.sizes import Atom

Key = TypeVar("Key", bound="Hashable")

PLACED: Final = ":"
"""Stands in the scope of every size that arose at a place of a body, and in no other scope."""


def following(head: State, back: State, place: str, made_before: int) -> State:
    """Join what an iteration has found with what it has left.

    Args:
        head: The state at the beginning of the body.
        back: The state at its end.
        place: Names the loop, the same on every pass.
        made_before: How many names and addresses had been given when the iteration began.
    """
    earlier = _of_earlier_iterations(back, head, place)
    return _without_strays(join(head, earlier, f"{place}@", made_before=made_before), head)


def anew(state: State, head: State, place: str, made_before: int, *, filled: bool = False) -> State:
    """Tell what the next iteration makes from what the last one has made, before it is gone through.

    Sizes and objects that arose in the body are other ones in each iteration. To know that beforehand saves
    a pass.

    Args:
        state: What `following` has given.
        head: The state at the beginning of the last iteration.
        place: Names the loop.
        made_before: How many names and addresses had been given when the last iteration began.
        filled: Whether no iteration reads what the others have put into lists: one of the objects there,
            which are alike, may then stand for all of them.
    """
    kept = _alike(state, made_before) if filled else frozenset[int]()

    def next_one(value: Value) -> Value:
        if isinstance(value, Reference):
            return UNKNOWN if value.address > made_before else value
        return with_parts(value, in_list if isinstance(value, Many) else next_one)

    def in_list(value: Value) -> Value:
        if isinstance(value, Reference) and value.address in kept:
            return value
        return with_parts(value, in_list) if isinstance(value, Either) else next_one(value)

    older = {address: value for address, value in state.heap.items() if address <= made_before}
    before = State(state.variables, older, state.facts)
    other = _with_parts(_where_changed(before, head, next_one), head, _next_names(state, head, place))
    result = join(state, other, f"{place}@")
    result.heap = {
        address: value for address, value in result.heap.items() if address <= made_before or address in kept
    }
    if kept:
        result.stand_for_several(made_before)
    return _without_strays(result, head)


def _next_names(state: State, head: State, place: str) -> Callable[[Part], Part]:
    """Give other names to the sizes and the runs of axes that have arisen in the body."""
    changed = list(_changed(state, head))
    names = _renaming({symbol for symbol in _flexible(changed) if symbol.scope.endswith(place)}, place)
    runs = _flexible_runs(changed)
    if runs:
        runs -= _flexible_runs(_values(head))

    def renamed(part: Part) -> Part:
        if isinstance(part, Size):
            return substitute(part, names)
        return replace(part, scope=f"{part.scope}{place}") if part in runs else part

    return renamed


def _alike(state: State, made_before: int) -> frozenset[int]:
    """Collect the objects of an iteration all of whose sizes are rigid, with all that they lead to."""
    found = set[int]()
    for address in state.heap:
        if address <= made_before:
            continue
        led_to = _led_to(address, state)
        inner = [state.heap.get(one, UNKNOWN) for one in led_to]
        sizes = [size for value in within(inner) for size in sizes_of(value)]
        if not any(map(_is_placed, chain(*(size.symbols() for size in sizes)))):
            found |= {one for one in led_to if one > made_before}
    return frozenset(found)


def _led_to(address: int, state: State) -> frozenset[int]:
    """Collect the addresses that an object leads to, its own among them."""
    waiting, seen = [address], {address}
    while waiting:
        for value in within([state.heap.get(waiting.pop(), UNKNOWN)]):
            if isinstance(value, Reference) and value.address not in seen:
                seen.add(value.address)
                waiting.append(value.address)
    return frozenset(seen)


def _of_earlier_iterations(back: State, head: State, place: str) -> State:
    """Give the state at the end of a loop's body other names for the sizes that arose in it.

    A size that is not the same in every iteration, `_` of a join for instance, would otherwise go under one
    name both for what an earlier iteration has left and for what the next one makes.
    """
    arisen = _flexible(_changed(back, head))
    if arisen:
        arisen -= _flexible(_values(head))
    if not arisen:
        return back
    names = _renaming(arisen, place)

    def renamed(part: Part) -> Part:
        if not isinstance(part, Size) or arisen.isdisjoint(part.symbols()):
            # What one iteration has learned does not hold for the others: it stays out of other sizes.
            return part
        return substitute(back.facts.simplify(part), names)

    return _with_parts(back, head, renamed)


def _renaming(symbols: Iterable[Symbol], place: str) -> dict[Atom, Size]:
    return {symbol: Size.of(replace(symbol, scope=f"{symbol.scope}{place}")) for symbol in symbols}


def _with_parts(state: State, before: State, change: Callable[[Part], Part]) -> State:
    """Change the parts of shapes in the values that are not those of the state before."""

    def of_shape(shape: Shape) -> Shape:
        parts = tuple(map(change, shape.parts))
        return shape if all(map(is_, parts, shape.parts)) else replace(shape, parts=parts)

    return _where_changed(state, before, lambda value: reshape(value, of_shape))


def _where_changed(state: State, before: State, change: Callable[[Value], Value]) -> State:
    """Change the values that are not those of the state before: those mention nothing that was made since."""
    return State(
        variables=_each_changed(state.variables, before.variables, change),
        heap=_each_changed(state.heap, before.heap, change),
        facts=state.facts,
        live=state.live,
    )


def _each_changed(
    values: Mapping[Key, Value], before: Mapping[Key, Value], change: Callable[[Value], Value]
) -> dict[Key, Value]:
    return {key: value if before.get(key) is value else change(value) for key, value in values.items()}


def _without_strays(state: State, head: State) -> State:
    """Drop mentions of sizes that no value has and no fact ties: no condition can say anything by them.

    Each pass over a loop's body makes sizes of its own. Values of which nothing else is known would mention
    more and more of them, and the loop would not settle.
    """
    mentioned = {
        symbol
        for value in within(_changed(state, head))
        for symbol in mentions_of(value)
        if _is_placed(symbol)
    }
    if not mentioned:
        return state
    known = [
        *(size for value in within(_values(state)) for size in sizes_of(value)),
        *(size for pair in state.facts.equalities() for size in pair),
    ]
    strays = mentioned.difference(state.facts.determined, *(size.symbols() for size in known))
    if not strays:
        return state

    def cleaned(value: Value) -> Value:
        inner = with_parts(value, cleaned)
        mentions = mentions_of(inner)
        return inner if strays.isdisjoint(mentions) else with_mentions(inner, mentions - strays)

    return State(
        variables={name: cleaned(value) for name, value in state.variables.items()},
        heap={address: cleaned(value) for address, value in state.heap.items()},
        facts=state.facts,
    )


def _values(state: State) -> Iterable[Value]:
    return chain(state.variables.values(), state.heap.values())


def _changed(state: State, before: State) -> Iterator[Value]:
    """Yield the values that are not those of the state before."""
    for name, value in state.variables.items():
        if before.variables.get(name) is not value:
            yield value
    for address, value in state.heap.items():
        if before.heap.get(address) is not value:
            yield value


def _flexible(values: Iterable[Value]) -> set[Symbol]:
    return {symbol for value in values for symbol in symbols_of(value) if _is_placed(symbol)}


def _flexible_runs(values: Iterable[Value]) -> set[Variadic]:
    shapes = (value.shape for value in within(values) if isinstance(value, Tensor | ShapeTuple))
    return {run for shape in shapes if (run := shape.variadic) is not None and not run.rigid}


def _is_placed(symbol: Symbol) -> bool:
    return not symbol.rigid and PLACED in symbol.scope
