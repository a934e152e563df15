"""Prove that a size cannot be negative."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import gcd, prod
from typing import TYPE_CHECKING, Final

from conformable.core.immutable import dataclass
from conformable.core.sizes import ZERO, Atom, Compound, Monomial, OneOr, Size, from_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_STEPS: Final = 4
SHALLOW: Final = 2
"""How far normal forms look for a proof: far enough for real code, short enough to be quick."""
MAX_WORK: Final = 600
"""So much may all the sizes weigh that one proof looks at."""
MAX_WEIGHT: Final = 40
"""Sizes that weigh more are not looked at: what programs compare weighs far less."""
MAX_DEGREE: Final = 5
REMEMBERED: Final = 1 << 13
"""So many answers are kept: the same sizes meet again in the next line, loop and method."""


def nonnegative(size: Size, known: tuple[Size, ...] = (), steps: int = MAX_STEPS) -> bool:
    """Tell whether a size is at least zero for all values of its symbols.

    Args:
        size: The size.
        known: Sizes that are at least zero here.
        steps: How many cases may be nested in each other.

    >>> from conformable.core.sizes import Symbol
    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> nonnegative(n * m - n), nonnegative(n - m), nonnegative(n - m, (n - m - 3,))
    (True, False, True)
    """
    least = size.least
    if least is not None and least >= 0:
        return True
    if size.number is not None or not steps:
        return False
    return _searched(size, known, steps)


@lru_cache(maxsize=REMEMBERED)
def _searched(size: Size, known: tuple[Size, ...], steps: int) -> bool:
    return _Search([MAX_WORK], known).holds(size, steps)


def positive(size: Size, known: tuple[Size, ...] = (), steps: int = MAX_STEPS) -> bool:
    """Tell whether a size is at least one for all values of its symbols; arguments as in `nonnegative`."""
    least = size.least
    return (least is not None and least > 0) or nonnegative(size - 1, known, steps)


def never_zero(size: Size, known: tuple[Size, ...] = (), steps: int = MAX_STEPS) -> bool:
    """Tell whether a size differs from zero for all values of its symbols; arguments as in `nonnegative`.

    >>> from conformable.core.sizes import Symbol
    >>> n = Size.of(Symbol("n", rigid=False))
    >>> never_zero(n + 1), never_zero(2 * n - 3), never_zero(n - 3)
    (True, True, False)
    """
    number = size.number
    return number != 0 if number is not None else _never_zero(size, known, steps)


@lru_cache(maxsize=REMEMBERED)
def _never_zero(size: Size, known: tuple[Size, ...], steps: int) -> bool:
    constant = size.constant
    if constant and constant % gcd(*[coefficient for monomial, coefficient in size.terms if monomial]):
        return True
    return positive(size, known, steps) or positive(-size, known, steps)


@dataclass(frozen=True, slots=True)
class _Search:
    """A proof that is being searched.

    Attributes:
        work: Holds how much the sizes that may still be looked at can weigh.
        known: Sizes that are at least zero.
    """

    work: list[int]
    known: tuple[Size, ...]

    def holds(self, size: Size, steps: int) -> bool:
        """Tell whether a size is at least zero."""
        least = size.least
        if least is not None and least >= 0:
            return True
        if size.number is not None or not steps or self.work[0] <= 0:
            return False
        weight = size.weight
        if weight > MAX_WEIGHT:
            return False
        self.work[0] -= weight
        if positive_coefficients(size):
            return True
        if not size.plain and any(
            all(self.holds(case, steps - 1) for case in group) for group in _cases(size)
        ):
            return True
        return any(_Search(self.work, ()).holds(size - other, steps - 2) for other in self.known)


def positive_coefficients(size: Size) -> bool:
    """Write each atom as its lower bound and a rest; tell whether no coefficient is then negative."""
    degree = len(size.terms[0][0])
    if not 1 < degree <= MAX_DEGREE:
        return False  # of a sum of single atoms, the least value says all
    if any(atom.least is None for atom in size.atoms()):
        return False
    sums: dict[Monomial, int] = {}
    for monomial, coefficient in size.terms:
        for rest, factor in _expanded(monomial):
            sums[rest] = sums.get(rest, 0) + coefficient * factor
    return all(coefficient >= 0 for coefficient in sums.values())


def _expanded(monomial: Monomial) -> Iterator[tuple[Monomial, int]]:
    """Multiply out (bound + rest) for every atom of a product; the rest goes by the atom's name."""
    positions = range(len(monomial))
    for count in range(len(monomial) + 1):
        for kept in combinations(positions, count):
            factor = prod(monomial[i].least or 0 for i in positions if i not in kept)
            if factor:
                yield tuple(monomial[i] for i in kept), factor


def _cases(size: Size) -> Iterator[tuple[Size, ...]]:
    """Yield groups of sizes; if all of one group are at least zero, so is the size."""
    for atom in dict.fromkeys(size.atoms()):
        match atom:
            case OneOr(inner):
                yield replaced(size, atom, Size.of(1)), replaced(size, atom, inner)
            case Compound("//", (numerator, divisor)):
                yield from _quotient_cases(size, atom, numerator, divisor)
            case Compound("min" | "max" | "broadcast" as operator, operands):
                options = tuple(replaced(size, atom, operand) for operand in operands)
                yield options
                if _bounded_by_each(size, atom, operator):
                    yield from ((option,) for option in options)
            case _:
                pass


def _quotient_cases(size: Size, atom: Compound, numerator: Size, divisor: Size) -> Iterator[tuple[Size, ...]]:
    """Bound p // q by (p - q + 1) / q and p / q; if p is not negative, by 0 and p."""
    least = divisor.least
    if least is None or least < 1:
        return
    scaled = _scaled(size, atom, numerator, divisor)
    if scaled is not None:
        yield (scaled,)
    if nonnegative(numerator, (), 1):
        yield (_bounded(size, atom, ZERO, numerator),)


def _bounded_by_each(size: Size, atom: Compound, operator: str) -> bool:
    """Tell whether every operand is a lower bound: `max` where it adds, `min` where it subtracts."""
    sign = {"max": 1, "min": -1}.get(operator, 0)
    return sign != 0 and all(
        coefficient * sign > 0 and rest.count(atom) == 0 and _all_nonnegative(rest)
        for monomial, coefficient in size.terms
        if (rest := without(monomial, (atom,))) is not None
    )


def _scaled(size: Size, atom: Compound, numerator: Size, divisor: Size) -> Size | None:
    """Multiply by the divisor, and bound divisor * (numerator // divisor); None if that does not fit."""
    result = ZERO
    for monomial, coefficient in size.terms:
        count = monomial.count(atom)
        if not count:
            result = result + Size(((monomial, coefficient),)) * divisor
            continue
        rest = without(monomial, (atom,))
        if count > 1 or rest is None or not _all_nonnegative(rest):
            return None
        bound = numerator if coefficient < 0 else numerator - divisor + 1
        result = result + Size(((rest, coefficient),)) * bound
    return result


def _bounded(size: Size, atom: Atom, lower: Size, upper: Size) -> Size:
    """Put a lower bound where the atom adds, an upper bound where it subtracts."""
    result = ZERO
    for monomial, coefficient in size.terms:
        rest = without(monomial, (atom,))
        if rest is None or not _all_nonnegative(rest):
            result = result + Size(((monomial, coefficient),))
        else:
            result = result + Size(((rest, coefficient),)) * (lower if coefficient > 0 else upper)
    return result


def replaced(size: Size, atom: Atom, value: Size) -> Size:
    """Replace an atom at the top of a size; inside other atoms it stays.

    >>> from conformable.core.sizes import Symbol
    >>> n = Symbol("n")
    >>> replaced(Size.of(n) * 2 + 1, n, Size.of(3))
    <7>
    """
    result = ZERO
    for monomial, coefficient in size.terms:
        count = monomial.count(atom)
        rest = tuple(other for other in monomial if other != atom)
        term = Size(((rest, coefficient),))
        for _ in range(count):
            term = term * value
        result = result + term
    return result


def without(monomial: Monomial, factors: Iterable[Atom]) -> Monomial | None:
    """Take factors out of a product; None if one of them is not in it."""
    remaining = list(monomial)
    for factor in factors:
        if factor not in remaining:
            return None
        remaining.remove(factor)
    return tuple(remaining)


def _all_nonnegative(monomial: Monomial) -> bool:
    return all(atom.least is not None and atom.least >= 0 for atom in monomial)


def tightened(size: Size) -> Size:
    """Divide a size that is at least zero by the number its coefficients share, and round the constant down.

    >>> from conformable.core.sizes import Symbol
    >>> tightened(2 * Size.of(Symbol("n")) - 3)
    <n-2>
    """
    common = gcd(*(coefficient for monomial, coefficient in size.terms if monomial))
    if common < 2:
        return size
    return from_terms({monomial: coefficient // common for monomial, coefficient in size.terms})
