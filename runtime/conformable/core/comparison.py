"""Decide conditions on sizes: the same, different with a witness, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import gcd
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import evaluate, primitive
from conformable.core.facts import Facts
from conformable.core.sizes import Compound, Size
from conformable.core.witness import Witness, find_witness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.sizes import Atom


class Verdict(Enum):
    """What is known about a condition."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict; with a witness where it is `DIFFERENT`."""

    verdict: Verdict
    witness: Witness | None = None

    @property
    def same(self) -> bool:
        """Whether the condition holds for all sizes."""
        return self.verdict is Verdict.SAME

    @property
    def different(self) -> bool:
        """Whether there is a witness against the condition."""
        return self.verdict is Verdict.DIFFERENT


SAME: Final = Comparison(Verdict.SAME)
UNKNOWN: Final = Comparison(Verdict.UNKNOWN)
NO_FACTS: Final = Facts()


def compare(left: Size, right: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide whether two sizes are equal.

    *Different* means: there are values of the rigid symbols, satisfying the facts, for which the sizes
    differ whatever the flexible symbols are. Divisions are taken to be exact: that they are not is a
    range condition, which is not held against the program.

    Args:
        left: One size.
        right: The other.
        facts: What holds where they are compared.

    Returns:
        The verdict, with a witness if it is *different*.

    >>> from conformable.core.sizes import Symbol
    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> compare(n, n).verdict, compare(n, m).verdict
    (<Verdict.SAME: 'same'>, <Verdict.DIFFERENT: 'different'>)
    >>> str(compare(n, m).witness)
    'n=2, m=3'
    """
    if left == right:
        return SAME
    return _decide((left - right,), facts, (left, right))


def compare_broadcast(left: Size, right: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide whether two aligned axes can be broadcast: they are equal, or one of them is 1.

    >>> compare_broadcast(Size.of(3), Size.of(1)).verdict
    <Verdict.SAME: 'same'>
    """
    if left == right or 1 in (left.number, right.number):
        return SAME
    return _decide((left - right, left - 1, right - 1), facts, (left, right))


def compare_one_or(size: Size, other: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide whether the size of a broadcastable axis is 1 or equal to another.

    >>> compare_one_or(Size.of(3), Size.of(4)).verdict
    <Verdict.DIFFERENT: 'different'>
    """
    if size == other or size.number == 1:
        return SAME
    return _decide((size - other, size - 1), facts, (size, other))


def at_least(size: Size, bound: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide the range condition `size >= bound`: different only if it fails for all sizes."""
    gap = facts.simplify(size - bound)
    if surely_positive(gap + 1, facts):
        return SAME
    if surely_positive(-gap, facts):
        witness = find_witness((gap,), facts, lambda _: True, (size, bound))
        return Comparison(Verdict.DIFFERENT, witness) if witness else UNKNOWN
    return UNKNOWN


def surely_positive(size: Size, facts: Facts = NO_FACTS) -> bool:
    """Tell whether a size is above zero for all values of its symbols."""
    if size.least is not None and size.least > 0:
        return True
    return any(
        gap.least is not None and gap.least > 0
        for gap in (size - facts.simplify(known) for known in facts.nonnegatives)
    )


def never_zero(size: Size, facts: Facts = NO_FACTS) -> bool:
    """Tell whether a size differs from zero for all values of its symbols.

    >>> from conformable.core.sizes import Symbol
    >>> n = Size.of(Symbol("n", rigid=False))
    >>> never_zero(n + 1), never_zero(2 * n - 3), never_zero(n - 3)
    (True, True, False)
    """
    if size.number is not None:
        return size.number != 0
    if surely_positive(size, facts) or surely_positive(-size, facts):
        return True
    constant = next((coefficient for monomial, coefficient in size.terms if not monomial), 0)
    divisor = gcd(*(coefficient for monomial, coefficient in size.terms if monomial))
    return constant % divisor != 0


def _decide(differences: tuple[Size, ...], facts: Facts, shown: tuple[Size, ...]) -> Comparison:
    """Decide a condition that holds when one of the differences is zero.

    Names that may be meant as sizes of the instance are not held against the program for differing from them.
    """
    found = _decide_under(differences, facts, shown)
    if found.different and facts.links and not _decide_under(differences, facts.linked(), shown).different:
        return UNKNOWN
    return found


def _decide_under(differences: tuple[Size, ...], facts: Facts, shown: tuple[Size, ...]) -> Comparison:
    simplified = tuple(primitive(facts.simplify(difference)) for difference in differences)
    if any(not difference.terms for difference in simplified):
        return SAME
    forms = []
    for raw, reduced in zip(differences, simplified, strict=True):
        form = _refutable(primitive(raw), reduced, facts)
        if form is None:
            return UNKNOWN
        forms.append(form)
    if any(_holds_if_exact(form, facts) for form in forms):
        return UNKNOWN
    witness = find_witness(tuple(forms), facts, _fails(forms), shown)
    return Comparison(Verdict.DIFFERENT, witness) if witness is not None else UNKNOWN


def _holds_if_exact(difference: Size, facts: Facts) -> bool:
    """Tell whether a difference vanishes once its divisions have no remainder."""
    exact = facts
    for division in _divisions(difference):
        numerator, divisor = division.operands
        exact = exact.equate(numerator, divisor * Size.of(division))
    return exact is not facts and not exact.simplify(difference).terms


def _refutable(raw: Size, reduced: Size, facts: Facts) -> Size | None:
    """Choose a form of a difference for which one valuation of the rigid symbols refutes equality."""
    for form in (reduced, raw):
        if all(facts.is_rigid(atom) for atom in form.atoms()):
            return form
    return next((form for form in (reduced, raw) if never_zero(form, facts)), None)


def _fails(forms: list[Size]) -> Callable[[Mapping[Atom, int]], bool]:
    """Make the test that a valuation refutes a condition, and that every division in it is exact."""
    divisions = [atom for form in forms for atom in _divisions(form)]

    def fails(values: Mapping[Atom, int]) -> bool:
        numbers = [evaluate(form, values) for form in forms]
        return all(number is not None and number != 0 for number in numbers) and all(
            _exact(division, values) for division in divisions
        )

    return fails


def _divisions(size: Size) -> list[Compound]:
    found = []
    for atom in size.atoms():
        if isinstance(atom, Compound):
            found += [atom] if atom.operator == "//" else []
            found += [inner for operand in atom.operands for inner in _divisions(operand)]
    return found


def _exact(division: Compound, values: Mapping[Atom, int]) -> bool:
    numerator, divisor = (evaluate(operand, values) for operand in division.operands)
    return numerator is not None and bool(divisor) and numerator % divisor == 0
