"""Decide conditions on sizes: the same, different with a witness, or unknown."""

from __future__ import annotations

from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Final

from conformable.core import bounds
from conformable.core.arithmetic import evaluate
from conformable.core.division import primitive
from conformable.core.equations import divisions
from conformable.core.facts import Facts
from conformable.core.immutable import dataclass
from conformable.core.proving import one_is_zero
from conformable.core.remainders import holds_for_a_remainder, is_even
from conformable.core.sizes import FIELDS
from conformable.core.witness import Witness, satisfying, tied_to, valuations, witness_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.sizes import Compound, Size
    from conformable.core.witness import Values

PROBES: Final = 4
"""So many valuations must agree before a proof is tried."""

FEW_TRIES: Final = 16
"""So many values are looked at where none can be a witness: they only say whether a proof is worth trying."""


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
    differ whatever the flexible symbols are. Sizes that agree if a division leaves a certain remainder, most
    often none, are not *different*: that it does is a range condition, which is not held against the program.

    Args:
        left: One size.
        right: The other.
        facts: What holds where they are compared.

    Returns:
        The verdict, with a witness if it is *different*.

    >>> from conformable.core.sizes import Size, Symbol
    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> compare(n, n).verdict, compare(n, m).verdict
    (<Verdict.SAME: 'same'>, <Verdict.DIFFERENT: 'different'>)
    >>> str(compare(n, m).witness)
    'n=2, m=3'
    """
    if left == right:
        return SAME
    return _decide((left - right,), facts, (left, right))


def same(left: Size, right: Size, facts: Facts = NO_FACTS) -> bool:
    """Tell whether two sizes are certainly equal; quicker than `compare`, which also looks for a witness.

    >>> from conformable.core.sizes import Size, Symbol
    >>> n = Size.of(Symbol("n"))
    >>> same(n * (n + 1), n * n + n), same(n, n + 1)
    (True, False)
    """
    if left == right:
        return True
    difference = primitive(facts.simplify(left - right))
    if difference.plain or facts.impossible:
        return not difference.terms
    return _Decision((difference,), None, facts, facts, (left, right)).verdict().same


def contradiction(left: Size, right: Size, facts: Facts) -> Witness | None:
    """Give a witness if the facts leave no values for which two sizes agree, whatever is chosen.

    `compare` looks at the two sizes alone; this looks at what would follow if they were equal.

    >>> from conformable.core.sizes import ZERO, Size, Symbol
    >>> a = Size.of(Symbol("a", rigid=False))
    >>> facts = Facts().equate(a * a + a, Size.of(6))
    >>> contradiction(a, Size.of(3), facts) is None, contradiction(a, Size.of(2), facts) is None
    (False, True)
    """
    if facts.impossible or not facts.equate(left, right).impossible:
        return None
    values = next(valuations((left, right, *facts.zeros), facts), None)
    complete = None if values is None else satisfying(values, facts)
    return None if complete is None else witness_of(complete, (left, right, *facts.constraints()), facts)


def compare_broadcast(left: Size, right: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide whether two aligned axes can be broadcast: they are equal, or one of them is 1.

    >>> from conformable.core.sizes import Size
    >>> compare_broadcast(Size.of(3), Size.of(1)).verdict
    <Verdict.SAME: 'same'>
    """
    if left == right or 1 in (left.number, right.number):
        return SAME
    return _decide((left - right, left - 1, right - 1), facts, (left, right))


def compare_one_or(size: Size, other: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide whether the size of a broadcastable axis is 1 or equal to another.

    >>> from conformable.core.sizes import Size
    >>> compare_one_or(Size.of(3), Size.of(4)).verdict
    <Verdict.DIFFERENT: 'different'>
    """
    if size == other or size.number == 1:
        return SAME
    return _decide((size - other, size - 1), facts, (size, other))


def at_least(size: Size, bound: Size, facts: Facts = NO_FACTS) -> Comparison:
    """Decide the range condition `size >= bound`: different only if it fails for all sizes.

    >>> from conformable.core.sizes import Size, Symbol
    >>> n = Size.of(Symbol("n"))
    >>> [at_least(n, Size.of(1)).same, at_least(n - 1, n).different, at_least(n, Size.of(2)).verdict.value]
    [True, True, 'unknown']
    """
    found: Comparison | None = facts.decided.get(((size,), (bound,), ()))
    if found is None:
        found = facts.decided[(size,), (bound,), ()] = _is_at_least(size, bound, facts)
    return found


def _is_at_least(size: Size, bound: Size, facts: Facts) -> Comparison:
    gap = facts.simplify(size - bound)
    known = facts.relevant(gap)
    if bounds.nonnegative(gap, known):
        return SAME
    if facts.impossible or not bounds.positive(-gap, known):
        return UNKNOWN
    values = next(valuations((size, bound), facts), None)
    return (
        UNKNOWN if values is None else Comparison(Verdict.DIFFERENT, witness_of(values, (size, bound), facts))
    )


def never_zero(size: Size, facts: Facts = NO_FACTS) -> bool:
    """Tell whether a size differs from zero for all values of its symbols.

    >>> from conformable.core.sizes import Size, Symbol
    >>> n = Size.of(Symbol("n", rigid=False))
    >>> never_zero(n + 1), never_zero(2 * n - 3), never_zero(n - 3)
    (True, True, False)
    """
    return bounds.never_zero(size, facts.relevant(size))


def _decide(differences: tuple[Size, ...], facts: Facts, shown: tuple[Size, ...]) -> Comparison:
    """Decide a condition that holds when one of the differences is zero.

    Names that may be meant as sizes of the instance are not held against the program for differing from them.
    """
    found: Comparison | None = facts.decided.get((differences, shown))
    if found is None:
        found = facts.decided[differences, shown] = _decide_anew(differences, facts, shown)
    return found


def _decide_anew(differences: tuple[Size, ...], facts: Facts, shown: tuple[Size, ...]) -> Comparison:
    found = _decide_under(differences, facts, facts, shown)
    if found.same or not facts.links:
        return found
    linked = _decide_under(differences, facts.linked(), facts, shown)
    return linked if linked.different else UNKNOWN


def _decide_under(
    differences: tuple[Size, ...], facts: Facts, path: Facts, shown: tuple[Size, ...]
) -> Comparison:
    simplified = tuple([primitive(facts.simplify(difference)) for difference in differences])
    if any(not difference.terms for difference in simplified):
        return SAME
    if facts.impossible:
        return UNKNOWN
    forms = _refutable_forms(differences, simplified, facts)
    if forms is None and all(difference.plain for difference in simplified):
        return UNKNOWN
    return _Decision(simplified, forms, facts, path, shown).verdict()


@dataclass(frozen=True, slots=True)
class _Decision:
    """A condition that has to be decided by trying values and by cases.

    Attributes:
        simplified: The condition holds when one of these is zero.
        forms: The same sizes, as one choice of the rigid symbols can refute them; None if it cannot.
        facts: What holds.
        path: What holds on the path, whatever names are meant as.
        shown: The sizes that a witness shows.
    """

    simplified: tuple[Size, ...]
    forms: tuple[Size, ...] | None
    facts: Facts
    path: Facts
    shown: tuple[Size, ...]

    def verdict(self) -> Comparison:
        """Try values; prove equality when they agree, find a witness when they do not."""
        tested = self.forms or self.simplified
        agreed = 0
        candidates = valuations((*self.shown, *tested), self.facts, FEW_TRIES if self.forms is None else None)
        for values in candidates:
            numbers = [evaluate(form, values) for form in tested]
            if None in numbers:
                continue
            if 0 not in numbers:
                return self._refuted(chain((values,), candidates))
            agreed += 1
            if agreed == PROBES:
                break
        if agreed and self._provable():
            return SAME
        return self._refuted(candidates)

    def _refuted(self, candidates: Iterator[Values]) -> Comparison:
        """Look among values not tried yet for a witness where divisions leave no remainder that matters."""
        forms = self.forms
        if forms is None:
            return UNKNOWN
        inexact = _divisions(forms)
        if inexact and holds_for_a_remainder(self.simplified, inexact, self.facts):
            return UNKNOWN
        for values in candidates:
            numbers = [evaluate(form, values) for form in forms]
            if 0 in numbers or None in numbers:
                continue
            if all(is_even(division, values) for division in inexact):
                return self._different(values)
        return UNKNOWN

    def _different(self, values: Values) -> Comparison:
        """Make the verdict; the path has to be taken, so the witness satisfies all of its facts."""
        complete = satisfying(values, self.facts)
        if complete is None:
            return UNKNOWN
        sizes = (*self.shown, *self.simplified, *self.path.constraints())
        shown = (*sizes, *tied_to(sizes, self.facts))
        # That a name is meant as a size holds for some callers: which ones has to be said.
        known = self.facts if self.path is self.facts else self.facts.with_loosened(frozenset())
        return Comparison(Verdict.DIFFERENT, witness_of(complete, shown, known))

    def _provable(self) -> bool:
        return not all(size.plain for size in self.simplified) and one_is_zero(self.simplified, self.facts)


def _refutable_forms(
    raw: tuple[Size, ...], simplified: tuple[Size, ...], facts: Facts
) -> tuple[Size, ...] | None:
    """Choose forms of differences that one choice of the rigid symbols can refute; None if there are none."""
    forms = []
    for difference, reduced in zip(raw, simplified, strict=True):
        form = _refutable(difference, reduced, facts)
        if form is None:
            return None
        forms.append(form)
    return tuple(forms)


def _refutable(raw: Size, reduced: Size, facts: Facts) -> Size | None:
    if _is_chosen(reduced, facts):
        return reduced
    raw = primitive(raw)
    if raw != reduced and _is_chosen(raw, facts):
        return raw
    return reduced if never_zero(reduced, facts) else None


def _is_chosen(size: Size, facts: Facts) -> bool:
    """Tell whether one choice of the rigid symbols fixes a size.

    Whoever calls a method chooses its axes to suit the object, and whoever gives a function integers chooses
    them to suit the tensors: where an axis meets a size that was given as an integer, that binds it; only
    what is between axes, or between given sizes, can be refuted. A given size that an axis has been bound to
    counts as that axis when another one meets it.
    """
    if not all(facts.is_fixed(atom) for atom in size.atoms()):
        return False
    rigid = [symbol for symbol in size.symbols() if facts.is_rigid(symbol)]
    own = [symbol for symbol in rigid if symbol.is_given]
    if len({symbol.scope for symbol in own}) > 1 and any(symbol.scope.startswith(FIELDS) for symbol in own):
        # How the sizes of one object are related to those of another is for whoever makes them to choose.
        return False
    if not own or len(own) == len(rigid) or facts.are_apart(size):
        return True
    return facts.are_bound_to(own, size)


def _divisions(sizes: tuple[Size, ...]) -> list[Compound]:
    return list(dict.fromkeys(division for size in sizes for division in divisions(size)))
