"""What sizes can do beyond addition and multiplication: division, extremes, powers, values."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

from conformable.core.division import floor_divide, modulo
from conformable.core.extremes import broadcast_size, maximum, minimum
from conformable.core.sizes import ONE, Atom, Compound, OneOr, Size, Symbol, compound, product, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "broadcast_size",
    "evaluate",
    "floor_divide",
    "maximum",
    "minimum",
    "modulo",
    "power",
    "rebuild",
    "substitute",
]

MAX_EXPONENT: Final = 8
MAX_BITS: Final = 4096


def power(base: Size, exponent: Size) -> Size:
    """Raise to a power; expanded for small constant exponents."""
    number = exponent.number
    if number is not None and 0 <= number <= MAX_EXPONENT:
        return product([base] * number)
    return compound("**", base, exponent)


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
    if values.keys().isdisjoint(size.inside):
        return size
    parts = []
    for monomial, coefficient in size.terms:
        part = Size(((tuple([atom for atom in monomial if not _changes(atom, values)]), coefficient),))
        for atom in monomial:
            if _changes(atom, values):
                part = part * _substituted(atom, values)
        parts.append(part)
    return parts[0] if len(parts) == 1 else total(parts)


def rebuild(atom: Compound | OneOr, operands: tuple[Size, ...]) -> Size:
    """Make the operation of an atom on other operands.

    >>> n = Size.of(Symbol("n"))
    >>> rebuild(Compound("max", (n, ONE)), (n + 4, Size.of(3)))
    <n+4>
    """
    if isinstance(atom, OneOr):
        return ONE if operands[0] == ONE else Size.of(OneOr(operands[0], atom.occurrence))
    return REBUILD[atom.operator](*operands)


def evaluate(size: Size, values: Mapping[Atom, int]) -> int | None:
    """Compute the number a size stands for.

    Args:
        size: The size.
        values: A number for each symbol, and for each `OneOr`.

    Returns:
        The number; None where a symbol has no value, on division by zero, where sizes cannot be broadcast,
        and where a power is out of reach.
    """
    result = 0
    for monomial, coefficient in size.terms:
        factor = coefficient
        for atom in monomial:
            value = values.get(atom)
            if value is None:
                value = _computed(atom, values)
                if value is None:
                    return None
            factor *= value
        result += factor
    return result


def _changes(atom: Atom, values: Mapping[Atom, Size]) -> bool:
    return atom in values or any(not values.keys().isdisjoint(operand.inside) for operand in atom.operands)


def _substituted(atom: Atom, values: Mapping[Atom, Size]) -> Size:
    if atom in values or isinstance(atom, Symbol):
        return values[atom]
    return rebuild(atom, tuple([substitute(operand, values) for operand in atom.operands]))


def _computed(atom: Atom, values: Mapping[Atom, int]) -> int | None:
    if not isinstance(atom, Compound):
        return None
    numbers = []
    for operand in atom.operands:
        number = evaluate(operand, values)
        if number is None:
            return None
        numbers.append(number)
    return _COMPUTE[atom.operator](numbers)


def _quotient(numbers: list[int]) -> int | None:
    return numbers[0] // numbers[1] if numbers[1] else None


def _power(numbers: list[int]) -> int | None:
    base, exponent = numbers
    return int(base**exponent) if exponent >= 0 and base.bit_length() * exponent <= MAX_BITS else None


def _broadcast(numbers: list[int]) -> int | None:
    stretched = {number for number in numbers if number != 1}
    return None if len(stretched) > 1 else stretched.pop() if stretched else 1


_COMPUTE: Final[Mapping[str, Callable[[list[int]], int | None]]] = {
    "//": _quotient,
    "**": _power,
    "*": lambda numbers: numbers[0] * numbers[1],
    "min": min,
    "max": max,
    "broadcast": _broadcast,
}
