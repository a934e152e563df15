"""What an equation between sizes says about their atoms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import rebuild, substitute
from conformable.core.bounds import nonnegative, without
from conformable.core.sizes import INSTANCE, Atom, Compound, Monomial, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_REWRITES: Final = 16
MAX_TERMS: Final = 16

Rewrite = tuple[Monomial, Size]
"""A product and what it equals."""

EXACT: Final = "exact "
"""Begins the scope of a quotient that leaves no remainder, behind that of given sizes."""


def solve(zero: Size, is_rigid: Callable[[Atom], bool]) -> tuple[Atom, Size] | None:
    """Find an atom that the equation `zero == 0` determines, a flexible one if there is a choice.

    >>> n, m = Symbol("n"), Symbol("m", rigid=False)
    >>> solve(Size.of(n) - 2 - Size.of(m), lambda atom: atom == n)
    (Symbol(name='m', scope='', rigid=False, least=1), <n-2>)
    """
    if len(zero.terms) > MAX_TERMS:
        return None
    found = [
        (_priority(atom, is_rigid), atom, (Size.of(atom) * coefficient - zero) * coefficient)
        for monomial, coefficient in zero.terms
        if len(monomial) == 1 and abs(coefficient) == 1
        if occurrences(zero, atom := monomial[0]) == 1
    ]
    if not found:
        return _exact_division(zero, is_rigid)
    _, atom, size = min(
        found, key=lambda solution: (solution[0], _loses_bound(*solution[1:]), solution[1].key)
    )
    return atom, size


def rewrite(zero: Size) -> Rewrite | None:
    """Read an equation that no atom solves as a rule that replaces its leading product.

    The order of the terms is one that multiplication keeps, so that rewriting comes to an end.
    """
    (monomial, coefficient), *others = zero.terms
    nested = any(monomial and set(monomial) <= Size(((other, 1),)).inside for other, _ in others)
    if abs(coefficient) != 1 or len(zero.terms) > MAX_TERMS or nested:
        return None
    return monomial, Size(tuple(others)) * -coefficient


def rewritten(size: Size, rewrites: tuple[Rewrite, ...]) -> Size:
    """Apply rules to a size, also inside compounds, until none fits."""
    for _ in range(MAX_REWRITES):
        changed = _rewrite_once(size, rewrites)
        if changed is None:
            break
        size = changed
    nested = {
        atom: inner for atom in size.atoms() if (inner := _rewritten_inside(atom, rewrites)) is not None
    }
    return substitute(size, nested) if nested else size


def occurrences(size: Size, atom: Atom) -> int:
    """Count the places where an atom stands, also inside compounds."""
    if atom not in size.inside:
        return 0
    return sum(
        (part == atom) + sum(occurrences(inner, atom) for inner in part.operands) for part in size.atoms()
    )


def divisions(size: Size) -> list[Compound]:
    """Collect the divisions in a size, inner ones before those that they stand in."""
    if size.plain:
        return []
    found: dict[Compound, None] = {}
    for atom in size.atoms():
        found.update(dict.fromkeys(inner for operand in atom.operands for inner in divisions(operand)))
        if isinstance(atom, Compound) and atom.operator == "//":
            found[atom] = None
    return list(found)


def _priority(atom: Atom, is_rigid: Callable[[Atom], bool]) -> int:
    match atom:
        case Symbol(name="_") if not is_rigid(atom):
            return 0
        case Symbol():
            return 1 if not is_rigid(atom) else 4 if atom.is_given else 3
        case OneOr() | Compound():
            return 2


def _loses_bound(atom: Atom, size: Size) -> bool:
    """Tell whether the solution could fall below the least value of the atom that it replaces."""
    return isinstance(atom, Symbol) and atom.least is not None and not nonnegative(size - atom.least, (), 1)


def _exact_division(zero: Size, is_rigid: Callable[[Atom], bool]) -> tuple[Atom, Size] | None:
    """Solve `p - q * (p // q) == 0` for a symbol of p: p is q times a quotient that is exact."""
    for atom in dict.fromkeys(zero.atoms()):
        match atom:
            case Compound("//", (numerator, divisor)):
                remainder = numerator - divisor * Size.of(atom)
                if zero not in (remainder, -remainder):
                    continue
                quotient = _exact_quotient(atom, numerator, is_rigid)
                solution = _solve_numerator(numerator, divisor, divisor * Size.of(quotient), is_rigid)
                if solution is not None:
                    return solution
            case _:
                pass
    return None


def _exact_quotient(atom: Compound, numerator: Size, is_rigid: Callable[[Atom], bool]) -> Symbol:
    least = 1 if numerator.least is not None and numerator.least > 0 else None
    is_given = all(symbol.is_given for operand in atom.operands for symbol in operand.symbols())
    scope = f"{INSTANCE if is_given else ''}{EXACT}{' // '.join(atom.key[1:])}"
    return Symbol(f"({atom})", scope, rigid=is_rigid(atom), least=least)


def _solve_numerator(
    numerator: Size, divisor: Size, value: Size, is_rigid: Callable[[Atom], bool]
) -> tuple[Atom, Size] | None:
    """Solve `numerator == value` for one of its symbols that the divisor does not depend on."""
    symbols = [
        (_priority(atom, is_rigid), atom.key, atom, coefficient)
        for monomial, coefficient in numerator.terms
        if len(monomial) == 1 and abs(coefficient) == 1 and isinstance(atom := monomial[0], Symbol)
        if occurrences(numerator, atom) == 1 and atom not in divisor.inside
    ]
    if not symbols:
        return None
    *_, atom, coefficient = min(symbols, key=lambda found: found[:2])
    return atom, Size.of(atom) + (value - numerator) * coefficient


def _rewrite_once(size: Size, rewrites: tuple[Rewrite, ...]) -> Size | None:
    inside = size.inside
    for product, replacement in rewrites:
        if product[0] not in inside:
            continue
        for monomial, coefficient in size.terms:
            rest = without(monomial, product)
            if rest is not None:
                head = Size(((monomial, coefficient),))
                return size - head + Size(((rest, coefficient),)) * replacement
    return None


def _rewritten_inside(atom: Atom, rewrites: tuple[Rewrite, ...]) -> Size | None:
    if isinstance(atom, Symbol):
        return None
    operands = tuple([rewritten(operand, rewrites) for operand in atom.operands])
    return None if operands == atom.operands else rebuild(atom, operands)
