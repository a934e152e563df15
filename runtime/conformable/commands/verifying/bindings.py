"""What the symbols of the static half stand for in one call of a function."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable.core.sizes import Atom, Symbol

if TYPE_CHECKING:
    from conformable.core.shapes import Variadic


@dataclass(slots=True)
class Bindings:
    """Numbers for symbols, runs of sizes for variadic parts.

    A symbol that stands for an unknown size of a loop's body has a value of its own in each iteration, so
    there is one scope for the body of the function and one for the current iteration of each loop around.
    """

    sizes: ChainMap[Atom, int] = field(default_factory=ChainMap)
    runs: ChainMap[Variadic, tuple[int, ...]] = field(default_factory=ChainMap)

    def leave_loops(self, depth: int) -> None:
        """Forget what was bound in loops that are left.

        Args:
            depth: How many loops stand around the expression that is evaluated now.
        """
        while len(self.sizes.maps) > depth + 1:
            self.sizes, self.runs = self.sizes.parents, self.runs.parents

    def begin_iteration(self, depth: int) -> None:
        """Begin an iteration of a loop with a scope of its own.

        Args:
            depth: How many loops stand around an expression in its body.
        """
        self.leave_loops(depth - 1)
        self.sizes, self.runs = self.sizes.new_child(), self.runs.new_child()

    def fork(self) -> Bindings:
        """Return bindings that begin with these and do not change them."""
        return Bindings(self.sizes.new_child(), self.runs.new_child())

    def adopt(self, fork: Bindings) -> None:
        """Take over what a fork has bound."""
        self.sizes.update(fork.sizes.maps[0])
        self.runs.update(fork.runs.maps[0])

    def named(self) -> dict[str, int | tuple[int, ...]]:
        """Return what the names of the program stand for; computed and anonymous symbols are left out."""
        runs = {variadic.name: run for variadic, run in self.runs.items() if variadic.name.isidentifier()}
        sizes = {
            atom.name: number
            for atom, number in self.sizes.items()
            if isinstance(atom, Symbol) and atom.name.isidentifier() and atom.name != "_"
        }
        return {**runs, **sizes}
