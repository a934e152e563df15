"""The lower bound that a size shows without any proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformable.core.sizes import Size, Term


def least_sum(terms: tuple[Term, ...]) -> int | None:
    """Add up the lower bounds of terms; None where a coefficient is negative or a bound is missing."""
    bound = 0
    for monomial, coefficient in terms:
        if monomial and coefficient < 0:
            return None
        least = coefficient
        for atom in monomial:
            if atom.least is None or (atom.least < 0 and len(monomial) > 1):
                return None
            least *= atom.least
        bound += least
    return bound


def least_compound(operator: str, operands: tuple[Size, ...]) -> int | None:
    """Give a lower bound of one operation on sizes."""
    bounds = [size.least for size in operands]
    if operator == "//":
        return _least_quotient(bounds[0], bounds[1], operands[1].number)
    known = [bound for bound in bounds if bound is not None]
    if operator == "max":
        return max(known, default=None)
    if len(known) < len(bounds) or (operator != "min" and min(known) < 0):
        return None
    return min(known)


def _least_quotient(numerator: int | None, divisor: int | None, number: int | None) -> int | None:
    if numerator is None or divisor is None or divisor < 1:
        return None
    if number is not None:
        return numerator // number
    return min(0, numerator)
