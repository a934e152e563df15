"""The functions that are being interpreted, and the loops and `try` statements in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable.core.binding import Binding, Bound
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy.nodes import Context, FuncItem
    from mypy.types import Type

    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value


@dataclass(slots=True)
class Loop:
    """How a loop was left or continued early.

    Attributes:
        breaks: The states in which it was left.
        continues: The states in which it was continued.
        sizes: The sizes in the conditions under which that may have been.
    """

    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
    sizes: frozenset[Symbol] = frozenset()


@dataclass(slots=True)
class Thrown:
    """What is known where the exceptions of a `try` are caught.

    Attributes:
        place: Names it.
        state: The join of the states from which an exception may come.
    """

    place: str
    state: State


@dataclass(slots=True)
class Frame:
    """One function that is being interpreted, or the top level of a module.

    Attributes:
        function: The function; None for a module.
        binding: The axis names that its annotations have bound.
        result: The declared type of what it returns.
        yielded: The declared type of what it yields.
        returned: The values it was seen to return, with the states in which it did.
        loops: The loops around the current statement, the innermost last.
        tried: For each `try` around the current statement: what its handlers start from.
        local_names: The axis names that each annotated assignment has bound.
        given_sizes: Sizes given as integers, to the function or to the constructor of its object, that a bare
            axis name may mean.
        elsewhere: Names that `global` and `nonlocal` have declared.
        conditions: How many undecided conditions led to the call of it.
        guards: How many asserts, and conditions under which a way ended, have been passed.
        guarded: The sizes that asserts, and conditions under which a way ended, have said something about.
        guarded_for_some: Those of them of which that was said in some cases only: it may hold behind a later
            condition, which asks for the same case.
    """

    function: FuncItem | None
    binding: Binding
    result: Type | None = None
    yielded: Type | None = None
    returned: list[tuple[Value, State]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    tried: list[Thrown] = field(default_factory=list)
    local_names: dict[Context, frozenset[str]] = field(default_factory=dict)
    given_sizes: dict[str, Size] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    conditions: int = 0
    guards: int = 0
    guarded: frozenset[Symbol] = frozenset()
    guarded_for_some: frozenset[Symbol] = frozenset()

    def link(self, names: Mapping[str, Size], state: State, *, forced: bool) -> None:
        """Link axis names to the given sizes that are called the same."""
        for name, size in names.items():
            symbol, own = size.atom, self.given_sizes.get(name)
            if own is None or not isinstance(symbol, Symbol) or own == size:
                continue
            state.facts = state.facts.equate(size, own) if forced else state.facts.link(symbol, own)

    def bind_linked(self, names: Iterable[str], state: State, *, forced: bool) -> None:
        """Let names of an annotated assignment mean the given sizes that are called the same."""
        new = (name for name in names if name not in self.binding.sizes)
        self.binding.sizes |= self.linked_names(new, f"{self.binding.scope}.local", state, forced=forced)

    def linked_names(
        self, names: Iterable[str], scope: str, state: State, *, forced: bool
    ) -> dict[str, Bound]:
        """Make axes of those names that are called as a given size, linked to it."""
        sizes = {name: Size.of(Symbol(name, scope)) for name in names if name in self.given_sizes}
        self.link(sizes, state, forced=forced)
        return {name: Bound(size) for name, size in sizes.items()}

    def unbind_local(self, assignment: Context) -> None:
        """Let an annotated assignment bind its names anew each time it runs."""
        for name in self.local_names.pop(assignment, ()):
            self.binding.sizes.pop(name, None)
