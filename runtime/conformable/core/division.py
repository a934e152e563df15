"""Division of sizes, rounded down, in a normal form."""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, Final

from conformable.core.bounds import REMEMBERED, SHALLOW, nonnegative, positive, without
from conformable.core.sizes import ZERO, Compound, Monomial, Size, compound, from_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_STEPS: Final = 64


@lru_cache(maxsize=REMEMBERED)
def floor_divide(numerator: Size, divisor: Size) -> Size:
    """Divide and round down, as Python's `//` does; exact where the polynomials allow it.

    >>> from conformable.core.sizes import Symbol
    >>> n, h = Size.of(Symbol("n")), Size.of(Symbol("h"))
    >>> floor_divide(2 * n, Size.of(2)), floor_divide(n * h, h), floor_divide(n - 1, Size.of(2))
    (<n>, <n>, <(n+1)//2-1>)
    """
    if not divisor.terms:
        return compound("//", numerator, divisor)
    if divisor.terms[0][1] < 0:
        numerator, divisor = -numerator, -divisor
    number = divisor.number
    if number is not None:
        return _divide_by_number(numerator, number)
    quotient, remainder = _divide(numerator, divisor)
    return quotient + _fraction(remainder, divisor)


def modulo(numerator: Size, divisor: Size) -> Size:
    """Give the remainder of `floor_divide`, as Python's `%` does.

    >>> modulo(Size.of(7), Size.of(4))
    <3>
    """
    return numerator - divisor * floor_divide(numerator, divisor)


def primitive(size: Size) -> Size:
    """Divide out what cannot be zero: the common number and the common positive atoms.

    >>> from conformable.core.sizes import Symbol
    >>> b, n, m = (Size.of(Symbol(name)) for name in "bnm")
    >>> primitive(2 * b * n - 2 * b * m)
    <n-m>
    """
    if not size.terms:
        return size
    common = gcd(*[coefficient for _, coefficient in size.terms])
    shared = common_factor([monomial for monomial, _ in size.terms])
    if common == 1 and not shared:
        return size
    return cancel(size, shared, common)


def common_factor(monomials: Iterable[Monomial]) -> Monomial:
    """Give the atoms that divide every monomial and are certainly positive."""
    return tuple(atom for atom in _shared(list(monomials)) if atom.least is not None and atom.least > 0)


def cancel(size: Size, shared: Monomial, common: int) -> Size:
    """Divide every term by factors that it has."""
    return from_terms({without(m, shared) or (): c // common for m, c in size.terms})


def _divide_by_number(numerator: Size, divisor: int) -> Size:
    """Take whole multiples out of every term; the coefficients that are left are below the divisor."""
    if divisor == 1:
        return numerator
    whole = Size(tuple([(m, q) for m, c in numerator.terms if (q := c // divisor)]))
    rest = tuple([(m, r) for m, c in numerator.terms if (r := c % divisor)])
    common = gcd(divisor, *[c for m, c in rest if m])
    if common > 1:
        divisor //= common
        return whole + _divide_by_number(
            Size(tuple([(m, q) for m, c in rest if (q := c // common)])), divisor
        )
    remainder = Size(rest)
    return whole if remainder.number is not None else whole + _quotient(remainder, Size.of(divisor))


def _divide(numerator: Size, divisor: Size) -> tuple[Size, Size]:
    """Divide polynomials by their leading terms: numerator == quotient * divisor + remainder."""
    (lead, lead_coefficient), *_ = divisor.terms
    quotient, remainder, rest = ZERO, ZERO, numerator
    for _ in range(MAX_STEPS):
        if not rest.terms:
            return quotient, remainder
        (monomial, coefficient), *_ = rest.terms
        factor = without(monomial, lead)
        whole = coefficient // lead_coefficient
        if factor is None or whole == 0:
            remainder, rest = remainder + Size(rest.terms[:1]), Size(rest.terms[1:])
            continue
        step = Size(((factor, whole),))
        quotient, rest = quotient + step, rest - step * divisor
        if rest.terms and rest.terms[0][0] == monomial:
            remainder, rest = remainder + Size(rest.terms[:1]), Size(rest.terms[1:])
    return ZERO, numerator


def _fraction(numerator: Size, divisor: Size) -> Size:
    """Give numerator // divisor in lowest terms, as a compound unless it is known; the divisor has atoms."""
    if not numerator.terms:
        return ZERO
    numerator, divisor = _reduced(numerator, divisor)
    if divisor.number is not None:
        return _divide_by_number(numerator, divisor.number)
    if not positive(divisor):
        return compound("//", numerator, divisor)
    if numerator.terms[0][1] < 0:
        return -1 - _fraction(-1 - numerator, divisor)
    if nonnegative(numerator, (), SHALLOW) and nonnegative(divisor - numerator - 1, (), SHALLOW):
        return ZERO
    return _quotient(numerator, divisor)


def _reduced(numerator: Size, divisor: Size) -> tuple[Size, Size]:
    """Cancel the factors that numerator and divisor share; floors do not change by it."""
    terms = (*numerator.terms, *divisor.terms)
    common = gcd(*[coefficient for _, coefficient in terms])
    shared = _shared([monomial for monomial, _ in terms])
    if common == 1 and not shared:
        return numerator, divisor
    return cancel(numerator, shared, common), cancel(divisor, shared, common)


def _shared(monomials: list[Monomial]) -> Monomial:
    """Give the atoms that divide every monomial."""
    first, *others = monomials
    if not all(others):
        return ()
    shared = first
    for monomial in others:
        remaining = list(monomial)
        kept = []
        for atom in shared:
            if atom in remaining:
                remaining.remove(atom)
                kept.append(atom)
        if not kept:
            return ()
        shared = tuple(kept)
    return shared


def _quotient(numerator: Size, divisor: Size) -> Size:
    """Make a compound, with (p // a + r) // b as (p + a * r) // (a * b), which holds for positive a and b."""
    for monomial, coefficient in numerator.terms:
        match monomial:
            case (Compound("//", (inner, by)),) if coefficient == 1 and positive(by):
                rest = numerator - Size(((monomial, 1),))
                return floor_divide(inner + by * rest, by * divisor)
    return compound("//", numerator, divisor)
