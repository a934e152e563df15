"""What is known at one point of a body: values of variables, mutable objects, and facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import compress
from operator import is_not
from typing import TYPE_CHECKING, Final, TypeVar

from mypy.nodes import Var

from conformable.core.facts import Facts
from conformable_mypy.interpreter.joining import Joiner, join_values
from conformable_mypy.interpreter.parts import all_sizes, with_parts
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Choice,
    Either,
    Items,
    Many,
    Object,
    Reference,
    Unknown,
    Value,
    ends,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mypy.nodes import SymbolNode

    from conformable.core.sizes import Size, Symbol

Key = TypeVar("Key", bound="Hashable")

#: How deep objects in objects are laid open for a reader outside: a model, its blocks, their parts, layers.
WHOLE_DEPTH: Final = 4


@dataclass(slots=True)
class State:
    """One abstract state; copied where paths part, joined where they meet.

    Attributes:
        variables: The value of each variable, by its definition.
        heap: The content of each mutable object, by its address.
        facts: What is known about sizes.
        live: False behind a `return`, `raise`, `break` or `continue`.
    """

    variables: dict[SymbolNode, Value] = field(default_factory=dict)
    heap: dict[int, Value] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    live: bool = True

    def copy(self) -> State:
        """Copy the state; values and facts are immutable and shared."""
        return State(dict(self.variables), dict(self.heap), self.facts, self.live)

    def become(self, other: State) -> None:
        """Take over another state."""
        self.variables, self.heap, self.facts, self.live = (
            other.variables,
            other.heap,
            other.facts,
            other.live,
        )

    def content(self, value: Value) -> Value:
        """Give what a reference refers to; any other value is its own content."""
        return self.heap.get(value.address, UNKNOWN) if isinstance(value, Reference) else value

    def whole(self, value: Value, depth: int = WHOLE_DEPTH) -> Value:
        """Give the content of a value, with the contents of the objects in it down to some depth."""
        content = self.content(value)
        if not depth:
            return content
        match content:
            case Object(attributes=attributes):
                inner = tuple((name, self.whole(one, depth - 1)) for name, one in attributes)
                return replace(content, attributes=inner)
            case Chain(modules):
                return replace(content, modules=tuple(self.whole(one, depth - 1) for one in modules))
            case Items(items):
                return replace(content, items=tuple(self.whole(one, depth - 1) for one in items))
            case Many(item):
                return replace(content, item=self.whole(item, depth - 1))
            case Choice(options):
                return replace(content, options=tuple(self.whole(one, depth - 1) for one in options))
            case Either(options):
                laid_open = tuple((self.whole(one, depth - 1), known) for one, known in options)
                return replace(content, options=laid_open)
            case _:
                return content

    def stand_for_several(self, made_before: int) -> None:
        """Let the objects that were made since stand for all those that are made at their places.

        Args:
            made_before: How many addresses had been given before.
        """
        for address, content in self.heap.items():
            if address <= made_before:
                continue
            if isinstance(content, Object | Chain):
                self.heap[address] = replace(content, several=True)
            elif not isinstance(content, Unknown):
                self.heap[address] = with_parts(content, _if_alike)

    def allocate(self, address: int, content: Value) -> Reference:
        """Put a new mutable object on the heap."""
        self.heap[address] = content
        return Reference(address)


def _if_alike(item: Value) -> Value:
    """Give an item of a list that stands for several lists, if it is the same in all of them."""
    is_alike = all(symbol.rigid for size in all_sizes(item) for symbol in size.symbols())
    return item if is_alike else UNKNOWN


def join(
    left: State,
    right: State,
    place: str,
    facts: Facts | None = None,
    *,
    made_before: int | None = None,
    origin: str = "",
    filled_in: dict[Symbol, Size] | None = None,
) -> State:
    """Join two states where their paths meet.

    Args:
        left: The state on one path.
        right: The state on the other.
        place: Names sizes that differ, the same on every visit.
        facts: What holds where they meet, if that is known already.
        made_before: At the head of a loop: how many addresses had been given when its last iteration began.
        origin: Names what decides which path was taken; "" if the place may be passed several times.
        filled_in: Sizes that callers left out on one of the paths -> what it has put in their place.
    """
    if not left.live:
        return right
    if not right.live:
        return left
    found = {} if filled_in is None else filled_in
    joiner = Joiner.between(place, left.facts, right.facts, origin, made_before=made_before, filled_in=found)
    result = State(
        variables=_join_variables(left.variables, right.variables, joiner),
        heap=_join_all(left.heap, right.heap, joiner),
        facts=_join_facts(left, right) if facts is None else facts,
    )
    for symbol, size in found.items():
        if (symbol, size) not in result.facts.links:
            result.facts = result.facts.link(symbol, size)
    return result


def meet(
    first: tuple[Value, State], second: tuple[Value, State], place: str, named: str, origin: str = ""
) -> tuple[Value, State]:
    """Join what two paths give, and the states at their ends.

    Args:
        first: What one path gives, and its state.
        second: What the other gives, and its state.
        place: Names sizes of variables that differ.
        named: Names sizes of the value that differ.
        origin: Names what decides which path was taken.
    """
    (one, left), (other, right) = first, second
    if not left.live or not right.live:
        return first if left.live else second
    filled_in: dict[Symbol, Size] = {}
    joiner = Joiner.between(named, left.facts, right.facts, origin, filled_in=filled_in)
    value = join_values(one, other, joiner)
    return value, join(left, right, place, filled_in=filled_in)


def _join_facts(left: State, right: State) -> Facts:
    """Join what two paths know; the one on which an operation was reported ends there."""
    if left.facts is right.facts:
        return left.facts
    refused, others = _refused(left), _refused(right)
    if refused > others:
        return right.facts
    return left.facts if others > refused else left.facts.join(right.facts)


def _refused(state: State) -> set[SymbolNode]:
    return {name for name, value in state.variables.items() if ends(value)}


def join_many(states: list[State], place: str, *, origin: str = "") -> State:
    """Join any number of states; none gives a state that is not reached."""
    reached = [state for state in states if state.live]
    if not reached:
        return State(live=False)
    result = reached[0]
    for index, state in enumerate(reached[1:]):
        inner = f"{origin}+{index}" if origin else ""
        result = join(result, state, f"{place}+{index}" if index else place, origin=inner)
    return result


def _join_variables(
    left: dict[SymbolNode, Value], right: dict[SymbolNode, Value], joiner: Joiner
) -> dict[SymbolNode, Value]:
    """Join variables; a local one that only one path has set must have come that way if it is used."""
    joined = _join_all(left, right, joiner)
    if len(joined) != len(left) or len(joined) != len(right):
        for node in left.keys() ^ right.keys():
            if not isinstance(node, Var) or "." in node.fullname:
                del joined[node]
    return joined


def _join_all(left: dict[Key, Value], right: dict[Key, Value], joiner: Joiner) -> dict[Key, Value]:
    """Join what both have, and keep what only one has; most of it is what it was before the paths parted."""
    joined = left | right
    # A state holds a hundred values where two differ: they are found without a step of Python for each.
    differs = map(is_not, map(right.get, left, left.values()), left.values())
    for key in list(compress(left, differs)):
        joined[key] = join_values(left[key], right[key], joiner.at(_name(key)))
    return joined


def _name(key: Hashable) -> str:
    return str(key) if isinstance(key, int) else str(getattr(key, "name", key))
