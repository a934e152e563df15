"""Which remainders of its divisions a condition depends on."""

from __future__ import annotations

from itertools import chain
from math import gcd
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import evaluate, floor_divide
from conformable.core.division import cancel
from conformable.core.equations import divisions as nested_divisions
from conformable.core.sizes import Compound, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformable.core.facts import Facts
    from conformable.core.sizes import Atom

MAX_MODULUS: Final = 8


def holds_for_a_remainder(sizes: tuple[Size, ...], divisions: Sequence[Compound], facts: Facts) -> bool:
    """Tell whether one of the sizes is zero once the divisions leave some certain remainder.

    `h * (d // h) - d` is, if nothing remains; `(h - 1) // 2 + 1 - h // 2` is, if h is even. To fail for the
    other remainders is a matter of divisibility then, and not of sizes that differ.

    Args:
        sizes: Sizes, simplified by the facts.
        divisions: The divisions in them.
        facts: What holds on the path.
    """
    return any(
        any(not assumed.simplify(size).terms for size in sizes)
        for assumed in chain(_assumptions(divisions, facts), _of_quotients(sizes, divisions, facts))
    )


def is_even(division: Compound, values: Mapping[Atom, int]) -> bool:
    """Tell whether a division leaves no remainder, but for that of a constant in its numerator."""
    numerator, divisor = (evaluate(operand, values) for operand in division.operands)
    if numerator is None or not divisor:
        return False
    return numerator % divisor == 0 or (numerator - division.operands[0].constant) % divisor == 0


def _assumptions(divisions: Sequence[Compound], facts: Facts) -> Iterator[Facts]:
    """Yield the facts with assumptions about what remains: nothing; nothing but constants; each remainder."""
    yield _with_exact(facts, [division.operands for division in divisions])
    yield _with_exact(facts, [(p - p.constant, q) for p, q in (division.operands for division in divisions)])
    for symbol, modulus in _moduli(divisions).items():
        for left in range(modulus):
            yield _with_exact(facts, [(Size.of(symbol) - left, Size.of(modulus))])


def _of_quotients(sizes: tuple[Size, ...], divisors: Sequence[Compound], facts: Facts) -> Iterator[Facts]:
    """Yield assumptions on what remains of quotients: in `(d + h) // (2 * h)`, of `d // h` divided by 2."""
    parts = [(p, _without_number(q)) for p, q in (division.operands for division in divisors)]
    if all(divisor == division.operands[1] for (_, divisor), division in zip(parts, divisors, strict=True)):
        return
    exact = _with_exact(facts, [(p, q) for p, q in parts if q.number is None])
    inner = [division for size in sizes for division in nested_divisions(exact.simplify(size))]
    for symbol, modulus in _moduli(inner).items():
        for left in range(modulus):
            yield _with_exact(exact, [(Size.of(symbol) - left, Size.of(modulus))])


def _without_number(size: Size) -> Size:
    return cancel(size, (), gcd(*[coefficient for _, coefficient in size.terms]))


def _with_exact(facts: Facts, operands: Sequence[tuple[Size, ...]]) -> Facts:
    for numerator, divisor in operands:
        facts = facts.equate(numerator, divisor * floor_divide(numerator, divisor))
    return facts


def _moduli(divisions: Sequence[Compound]) -> dict[Symbol, int]:
    """Give the symbols that are divided by small numbers."""
    found: dict[Symbol, int] = {}
    for division in divisions:
        numerator, divisor = division.operands
        if divisor.number is not None and 1 < divisor.number <= MAX_MODULUS:
            found.update({atom: divisor.number for atom in numerator.atoms() if isinstance(atom, Symbol)})
    return found
