"""What sizes show without any proof: a lower bound, how large they are, what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from conformable.core.sizes import Atom, Size, Symbol, Term


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


def weight_of(size: Size) -> int:
    """Count the atoms and coefficients that it takes to write a size down."""
    return sum([1 + sum([atom.weight for atom in monomial]) for monomial, _ in size.terms])


def depth_above(operands: tuple[Size, ...]) -> int:
    """Count how many operations are nested in one on these operands."""
    return 1 + max([atom.depth for operand in operands for atom in operand.atoms()], default=0)


def collected(size: Size) -> frozenset[Atom]:
    """Collect the atoms of a size, also those inside other atoms."""
    found: set[Atom] = set()
    for atom in size.atoms():
        if atom not in found:
            found.add(atom)
            found.update(*[operand.inside for operand in atom.operands])
    return frozenset(found)


def symbols_in(size: Size) -> tuple[Symbol, ...]:
    """Give the symbols of a size in the order of its terms, also those inside other atoms."""
    found: list[Symbol] = []
    for monomial, _ in size.terms:
        for atom in monomial:
            # Only a symbol has no operands.
            if not atom.operands:
                found.append(cast("Symbol", atom))
            for operand in atom.operands:
                found += operand.symbols()
    return tuple(found)
