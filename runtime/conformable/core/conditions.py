"""Conditions on sizes that the joined paths of a program do not share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that all hold.

    Attributes:
        zeros: Sizes that are zero.
        nonzeros: Sizes that are not zero.
        nonnegatives: Sizes that are at least zero.
        alternatives: Pairs of conditions, one of which holds.
    """

    zeros: tuple[Size, ...] = ()
    nonzeros: tuple[Size, ...] = ()
    nonnegatives: tuple[Size, ...] = ()
    alternatives: tuple[tuple[Conditions, Conditions], ...] = ()

    def sizes(self) -> Iterable[Size]:
        """Give every size that the conditions are about."""
        yield from (*self.zeros, *self.nonzeros, *self.nonnegatives)
        for either in self.alternatives:
            for conditions in either:
                yield from conditions.sizes()

    def both(self, other: Conditions) -> Conditions:
        """Give the conditions of both."""
        return Conditions(
            zeros=(*self.zeros, *other.zeros),
            nonzeros=(*self.nonzeros, *other.nonzeros),
            nonnegatives=(*self.nonnegatives, *other.nonnegatives),
            alternatives=(*self.alternatives, *other.alternatives),
        )

    def changed(self, change: Callable[[Size], Size]) -> Conditions:
        """Replace every size."""
        return Conditions(
            zeros=tuple(map(change, self.zeros)),
            nonzeros=tuple(map(change, self.nonzeros)),
            nonnegatives=tuple(map(change, self.nonnegatives)),
            alternatives=tuple(
                (left.changed(change), right.changed(change)) for left, right in self.alternatives
            ),
        )

    def excludes(self, other: Conditions) -> bool:
        """Tell whether one is the opposite of the other, so that one of them holds in any case."""
        match self, other:
            case (Conditions((zero,), (), (), ()), Conditions((), (nonzero,), (), ())) | (
                Conditions((), (nonzero,), (), ()),
                Conditions((zero,), (), (), ()),
            ):
                return zero in (nonzero, -nonzero)
            case Conditions((), (), (left,), ()), Conditions((), (), (right,), ()):
                return left + right == -1
            case _:
                return False

    def __bool__(self) -> bool:
        return bool(self.zeros or self.nonzeros or self.nonnegatives or self.alternatives)
