"""What the static half has assumed about sizes, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from conformable.core.sizes import Size, from_terms

if TYPE_CHECKING:
    from conformable.commands.observations.records import Assumptions

#: An axis that nobody named, alone or in the name of what was computed from it.
_NAMELESS: Final = re.compile(r"(?<!\w)_(?!\w)|\.\.\.")


def readable(assumptions: Assumptions) -> Iterator[str]:
    """Yield the conditions that can be said with the names of the program, such as `d == h*(d//h)`."""
    for left, right in assumptions.equal:
        if str(left) != str(right) and _is_named(left) and _is_named(right):
            yield "{} == {}".format(*((left, right) if right.terms else _sides(left)))
    for size in assumptions.different:
        if _is_named(size):
            yield "{} != {}".format(*_sides(size))
    for size in assumptions.nonnegative:
        if _is_named(size) and not _follows(size, assumptions.nonnegative):
            yield "{} >= {}".format(*_sides(size))


def _follows(size: Size, others: tuple[Size, ...]) -> bool:
    """Tell whether another condition says more, as `n >= 2` does beside `n >= 1`."""
    gaps = ((size - other).number for other in others)
    return any(gap is not None and gap > 0 for gap in gaps)


def _is_named(size: Size) -> bool:
    return not any(_NAMELESS.search(symbol.name) for symbol in size.symbols())


def _sides(size: Size) -> tuple[Size, Size]:
    """Write a difference as two sides without minus signs.

    >>> from conformable.core.sizes import Symbol
    >>> _sides(Size.of(Symbol("n")) - 3)
    (<n>, <3>)
    """
    left = from_terms({monomial: coefficient for monomial, coefficient in size.terms if coefficient > 0})
    return left, left - size
