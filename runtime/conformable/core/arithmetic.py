"""What sizes can do beyond addition and multiplication: division, extremes, substitution, evaluation."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from math import gcd
from typing import TYPE_CHECKING, Final

from conformable.core.sizes import ONE, Compound, Monomial, OneOr, Size, Symbol, from_terms, product, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.sizes import Atom

MAX_EXPONENT: Final = 8
MAX_DIVISION_STEPS: Final = 64


def floor_divide(numerator: Size, divisor: Size) -> Size:
    """Divide and round down, as Python's `//` does; exact where the polynomials allow it.

    >>> n, h = Size.of(Symbol("n")), Size.of(Symbol("h"))
    >>> floor_divide(2 * n, Size.of(2)), floor_divide(n * h, h)
    (<n>, <n>)
    """
    if divisor.number == 0:
        return Size.of(Compound("//", (numerator, divisor)))
    quotient, remainder = _divide(numerator, divisor)
    return quotient + _fraction(remainder, divisor)


def modulo(numerator: Size, divisor: Size) -> Size:
    """Give the remainder of `floor_divide`, as Python's `%` does.

    >>> modulo(Size.of(7), Size.of(4))
    <3>
    """
    return numerator - divisor * floor_divide(numerator, divisor)


def power(base: Size, exponent: Size) -> Size:
    """Raise to a power; expanded for small constant exponents."""
    number = exponent.number
    if number is not None and 0 <= number <= MAX_EXPONENT:
        return product([base] * number)
    return Size.of(Compound("**", (base, exponent)))


def minimum(*sizes: Size) -> Size:
    """Give the smallest of sizes.

    >>> n = Size.of(Symbol("n"))
    >>> minimum(n, n + 1)
    <n>
    """
    return _extreme("min", sizes)


def maximum(*sizes: Size) -> Size:
    """Give the largest of sizes.

    >>> n = Size.of(Symbol("n"))
    >>> maximum(n, Size.of(1))
    <n>
    """
    return _extreme("max", sizes)


def broadcast_size(left: Size, right: Size) -> Size:
    """Give the size that two aligned axes broadcast to, provided that they can be broadcast.

    A size known not to be 1 wins over one that could be 1.

    >>> n = Size.of(Symbol("n"))
    >>> broadcast_size(n, ONE), broadcast_size(n, Size.of(3))
    (<n>, <3>)
    """
    parts: list[Size] = []
    for size in (left, right):
        atom = size.atom
        nested = atom.operands if isinstance(atom, Compound) and atom.operator == "broadcast" else (size,)
        parts.extend(part for part in nested if part != ONE and part not in parts)
    for part in parts:
        if part.least is not None and part.least > 1:
            return part
    match parts:
        case []:
            return ONE
        case [single]:
            return single
        case _:
            return Size.of(Compound("broadcast", tuple(sorted(parts, key=str))))


REBUILD: Final[Mapping[str, Callable[..., Size]]] = {
    "//": floor_divide,
    "**": power,
    "*": lambda left, right: left * right,
    "min": minimum,
    "max": maximum,
    "broadcast": lambda *sizes: reduce(broadcast_size, sizes),
}


def substitute(size: Size, values: Mapping[Atom, Size]) -> Size:
    """Replace atoms by sizes, also inside compounds, and normalize again.

    >>> d, h = Symbol("d"), Symbol("h")
    >>> per_head = floor_divide(Size.of(d), Size.of(h))
    >>> substitute(per_head, {d: Size.of(h) * 64})
    <64>
    """
    if not values:
        return size
    parts = []
    for monomial, coefficient in size.terms:
        part = Size.of(coefficient)
        for atom in monomial:
            part = part * _substituted(atom, values)
        parts.append(part)
    return total(parts) if len(parts) != 1 else parts[0]


def evaluate(size: Size, values: Mapping[Atom, int]) -> int | None:
    """Compute the number a size stands for.

    Args:
        size: The size.
        values: A number for each symbol, and for each `OneOr`.

    Returns:
        The number; None where a symbol has no value, on division by zero, and where sizes cannot be broadcast.
    """
    result = 0
    for monomial, coefficient in size.terms:
        factor = coefficient
        for atom in monomial:
            value = _evaluate_atom(atom, values)
            if value is None:
                return None
            factor *= value
        result += factor
    return result


def _substituted(atom: Atom, values: Mapping[Atom, Size]) -> Size:
    if atom in values:
        return values[atom]
    match atom:
        case Compound(operator, operands):
            replaced = [substitute(operand, values) for operand in operands]
            return REBUILD[operator](*replaced) if tuple(replaced) != operands else Size.of(atom)
        case OneOr(size, occurrence):
            inner = substitute(size, values)
            return ONE if inner == ONE else Size.of(OneOr(inner, occurrence))
        case _:
            return Size.of(atom)


def _evaluate_atom(atom: Atom, values: Mapping[Atom, int]) -> int | None:
    if not isinstance(atom, Compound):
        return values.get(atom)
    numbers = [evaluate(operand, values) for operand in atom.operands]
    if any(number is None for number in numbers):
        return None
    return _COMPUTE[atom.operator]([number for number in numbers if number is not None])


def _compute_floor(numbers: list[int]) -> int | None:
    return numbers[0] // numbers[1] if numbers[1] else None


def _compute_power(numbers: list[int]) -> int | None:
    base, exponent = numbers
    return base**exponent if 0 <= exponent <= MAX_EXPONENT else None


def _compute_broadcast(numbers: list[int]) -> int | None:
    stretched = {number for number in numbers if number != 1}
    return None if len(stretched) > 1 else stretched.pop() if stretched else 1


_COMPUTE: Final[Mapping[str, Callable[[list[int]], int | None]]] = {
    "//": _compute_floor,
    "**": _compute_power,
    "*": lambda numbers: numbers[0] * numbers[1],
    "min": min,
    "max": max,
    "broadcast": _compute_broadcast,
}


def _divide(numerator: Size, divisor: Size) -> tuple[Size, Size]:
    """Divide polynomials by their leading terms: numerator == quotient * divisor + remainder."""
    (lead, lead_coefficient), *_ = divisor.terms
    quotient, remainder, rest = Size(()), Size(()), numerator
    for _ in range(MAX_DIVISION_STEPS):
        if not rest.terms:
            return quotient, remainder
        (monomial, coefficient), *_ = rest.terms
        head = Size(((monomial, coefficient),))
        factor = _cancelled(monomial, lead)
        whole = coefficient // lead_coefficient
        if factor is None or whole == 0:
            remainder, rest = remainder + head, rest - head
            continue
        step = Size(((factor, whole),))
        quotient, rest = quotient + step, rest - step * divisor
        if rest.terms and rest.terms[0][0] == monomial:
            left = Size((rest.terms[0],))
            remainder, rest = remainder + left, rest - left
    return Size(()), numerator


def _cancelled(monomial: Monomial, divisor: Monomial) -> Monomial | None:
    """Give what is left of a monomial after division, None if it does not divide."""
    remaining = list(monomial)
    for atom in divisor:
        if atom not in remaining:
            return None
        remaining.remove(atom)
    return tuple(remaining)


def _fraction(numerator: Size, divisor: Size) -> Size:
    """Give numerator // divisor in lowest terms, as a compound unless it is known."""
    if not numerator.terms:
        return numerator
    numerator, divisor = _reduced(numerator, divisor)
    if divisor == ONE:
        return numerator
    top, bottom = numerator.number, divisor.number
    if top is not None and bottom:
        return Size.of(top // bottom)
    if _surely_smaller(numerator, divisor):
        return Size.of(0)
    nested = _nested_division(numerator, divisor)
    return nested if nested is not None else Size.of(Compound("//", (numerator, divisor)))


def _reduced(numerator: Size, divisor: Size) -> tuple[Size, Size]:
    """Cancel the factors that numerator and divisor share; floors do not change by it."""
    common = gcd(*(coefficient for size in (numerator, divisor) for _, coefficient in size.terms))
    shared = common_factor(*(monomial for size in (numerator, divisor) for monomial, _ in size.terms))
    if common == 1 and not shared:
        return numerator, divisor
    return _cancel(numerator, shared, common), _cancel(divisor, shared, common)


def common_factor(*monomials: Monomial) -> Monomial:
    """Give the atoms that divide every monomial and are certainly positive."""
    shared = Counter(monomials[0])
    for monomial in monomials[1:]:
        shared &= Counter(monomial)
    positive = [atom for atom in shared.elements() if atom.least is not None and atom.least > 0]
    return tuple(sorted(positive, key=lambda atom: atom.key))


def _cancel(size: Size, shared: Monomial, common: int) -> Size:
    return from_terms({_cancelled(m, shared) or (): c // common for m, c in size.terms})


def primitive(size: Size) -> Size:
    """Divide out what cannot be zero: the common number and the common positive atoms.

    >>> b, n, m = (Size.of(Symbol(name)) for name in "bnm")
    >>> primitive(2 * b * n - 2 * b * m)
    <n-m>
    """
    if not size.terms:
        return size
    common = gcd(*(coefficient for _, coefficient in size.terms))
    return _cancel(size, common_factor(*(monomial for monomial, _ in size.terms)), common)


def _surely_smaller(numerator: Size, divisor: Size) -> bool:
    low, gap = numerator.least, (divisor - numerator).least
    return low is not None and low >= 0 and gap is not None and gap > 0


def _nested_division(numerator: Size, divisor: Size) -> Size | None:
    """Flatten (p // a + r) // b into (p + a * r) // (a * b), which holds for positive a and b."""
    for monomial, coefficient in numerator.terms:
        match monomial:
            case (Compound("//", (inner, by)),) if coefficient == 1 and _positive(by) and _positive(divisor):
                rest = numerator - Size(((monomial, 1),))
                return floor_divide(inner + by * rest, by * divisor)
    return None


def _positive(size: Size) -> bool:
    return size.least is not None and size.least > 0


def _extreme(operator: str, sizes: tuple[Size, ...]) -> Size:
    """Flatten, drop what another operand dominates, and order."""
    operands: list[Size] = []
    for size in sizes:
        atom = size.atom
        nested = atom.operands if isinstance(atom, Compound) and atom.operator == operator else (size,)
        operands.extend(part for part in nested if part not in operands)
    kept = [size for size in operands if not any(_dominates(operator, other, size) for other in operands)]
    if len(kept) == 1:
        return kept[0]
    return Size.of(Compound(operator, tuple(sorted(kept, key=str))))


def _dominates(operator: str, winner: Size, loser: Size) -> bool:
    if winner == loser:
        return False
    gap = (winner - loser) if operator == "max" else (loser - winner)
    return gap.least is not None and gap.least >= 0
