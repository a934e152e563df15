"""The smallest and the largest of sizes, and the size that axes broadcast to, in a normal form."""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

from conformable.core.bounds import REMEMBERED, SHALLOW, nonnegative
from conformable.core.division import cancel, common_factor
from conformable.core.size_text import identity
from conformable.core.sizes import ONE, Compound, OneOr, Size, compound, from_terms

if TYPE_CHECKING:
    from conformable.core.sizes import Atom


@lru_cache(maxsize=REMEMBERED)
def minimum(*sizes: Size) -> Size:
    """Give the smallest of sizes.

    >>> from conformable.core.sizes import Symbol
    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> minimum(n, n + 1), minimum(2 * n + 2, 2 * m + 2)
    (<n>, <2*min(m,n)+2>)
    """
    return _extreme("min", sizes)


@lru_cache(maxsize=REMEMBERED)
def maximum(*sizes: Size) -> Size:
    """Give the largest of sizes.

    >>> from conformable.core.sizes import Symbol
    >>> n = Size.of(Symbol("n"))
    >>> maximum(n, Size.of(1))
    <n>
    """
    return _extreme("max", sizes)


@lru_cache(maxsize=REMEMBERED)
def broadcast_size(left: Size, right: Size) -> Size:
    """Give the size that two aligned axes broadcast to, provided that they can be broadcast.

    A size known not to be 1 wins over one that could be 1.

    >>> from conformable.core.sizes import Symbol
    >>> n = Size.of(Symbol("n"))
    >>> broadcast_size(n, ONE), broadcast_size(n, Size.of(3))
    (<n>, <3>)
    """
    if right in (left, ONE):
        return left
    if left == ONE:
        return right
    parts = _flattened("broadcast", (left, right))
    stretched = [part for part in parts if part.least is not None and part.least > 1]
    if stretched:
        return min(stretched, key=_plainness)
    parts = [part for part in parts if part != ONE and not _absorbed(part, parts)]
    return parts[0] if len(parts) == 1 else compound("broadcast", *sorted(parts, key=_plainness))


def _extreme(operator: str, sizes: tuple[Size, ...]) -> Size:
    """Flatten, take out what all operands share, drop what another operand dominates, and order."""
    operands = _flattened(operator, sizes)
    numbers = [operand.number for operand in operands]
    known = [number for number in numbers if number is not None]
    if len(known) > 1:
        best = Size.of(max(known) if operator == "max" else min(known))
        operands = [*(size for size, number in zip(operands, numbers, strict=True) if number is None), best]
    operands = _undominated(operator, operands)
    if len(operands) == 1:
        return operands[0]
    return _without_shared(operator, operands)


def _without_shared(operator: str, operands: list[Size]) -> Size:
    """Write max(a + c, b + c) as max(a, b) + c, and max(a * c, b * c) as max(a, b) * c for a positive c.

    What is left may be of the same kind again: of `min(a + 1, min(b, c) + 1)` it is `min(a, min(b, c))`.
    """
    offset = _shared_terms(operands)
    if offset.terms:
        return offset + _extreme(operator, tuple([operand - offset for operand in operands]))
    monomials = [monomial for operand in operands for monomial, _ in operand.terms]
    common = gcd(*[coefficient for operand in operands for _, coefficient in operand.terms])
    shared = common_factor(monomials)
    if common > 1 or shared:
        rests = [cancel(operand, shared, common) if operand.terms else operand for operand in operands]
        return Size(((shared, common),)) * _extreme(operator, tuple(rests))
    return compound(operator, *sorted(operands, key=_plainness))


def _shared_terms(operands: list[Size]) -> Size:
    first, *others = (dict(operand.terms) for operand in operands)
    shared = {}
    for monomial, coefficient in first.items():
        coefficients = [coefficient, *(other.get(monomial, 0) for other in others)]
        if all(c > 0 for c in coefficients) or all(c < 0 for c in coefficients):
            shared[monomial] = min(coefficients, key=abs)
    return from_terms(shared)


def _undominated(operator: str, operands: list[Size]) -> list[Size]:
    kept: list[Size] = []
    for size in operands:
        if any(_dominates(operator, other, size) for other in kept):
            continue
        kept = [other for other in kept if not _dominates(operator, size, other)]
        kept.append(size)
    return kept


def _dominates(operator: str, winner: Size, loser: Size) -> bool:
    gap = (winner - loser) if operator == "max" else (loser - winner)
    return nonnegative(gap, (), SHALLOW)


def _flattened(operator: str, sizes: tuple[Size, ...]) -> list[Size]:
    """Give the operands, those of nested operations of the same kind among them, each once."""
    operands: list[Size] = []
    for size in sizes:
        atom = size.atom
        nested = atom.operands if isinstance(atom, Compound) and atom.operator == operator else (size,)
        operands.extend(part for part in nested if part not in operands)
    return operands


def _absorbed(part: Size, parts: list[Size]) -> bool:
    """Tell whether an axis `#a` broadcasts against `a` itself."""
    atom: Atom | None = part.atom
    return isinstance(atom, OneOr) and atom.size in parts


def _plainness(size: Size) -> tuple[bool, str]:
    return size.number is None, identity(size)
