"""Prove that two sizes are equal by going through cases."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import rebuild, substitute
from conformable.core.bounds import nonnegative, tightened
from conformable.core.division import primitive
from conformable.core.immutable import dataclass
from conformable.core.sizes import ONE, ZERO, Atom, Compound, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformable.core.facts import Facts

MAX_STEPS: Final = 80
MAX_MODULUS: Final = 16
MAX_KNOWN: Final = 8


def one_is_zero(sizes: tuple[Size, ...], facts: Facts) -> bool:
    """Tell whether for all values of the symbols at least one of the sizes is zero.

    Divisions by a number are decided remainder by remainder, `min` and `max` by which operand wins, a
    broadcastable axis by being 1 or not.

    Args:
        sizes: Sizes, simplified by the facts.
        facts: What holds on the path.

    >>> from conformable.core.arithmetic import floor_divide
    >>> from conformable.core.facts import Facts
    >>> n = Size.of(Symbol("n"))
    >>> halves = floor_divide(n, Size.of(2)) + floor_divide(n + 1, Size.of(2))
    >>> one_is_zero((halves - n,), Facts())
    True
    """
    known = tuple(dict.fromkeys(other for size in sizes for other in facts.relevant(size)))[:MAX_KNOWN]
    groups = tuple(axes for _, axes in facts.broadcast_names)
    return _Proof([MAX_STEPS]).holds(_Case(sizes, known, groups))


@dataclass(frozen=True, slots=True)
class _Case:
    """Sizes one of which should be zero, and what is assumed.

    Attributes:
        sizes: The sizes.
        known: Sizes that are at least zero.
        groups: Axes `#a`, at least one of which has the size `a`.
    """

    sizes: tuple[Size, ...]
    known: tuple[Size, ...]
    groups: tuple[tuple[OneOr, ...], ...] = ()

    def replaced(self, values: Mapping[Atom, Size], *known: Size) -> _Case:
        """Go to the case in which atoms have these values."""
        assumed = (tightened(primitive(substitute(size, values))) for size in (*self.known, *known))
        return _Case(
            tuple([substitute(size, values) for size in self.sizes]),
            tuple(size for size in assumed if size.number is None),
            tuple(axes for axes in self.groups if values.keys().isdisjoint(axes)),
        )


@dataclass(frozen=True, slots=True)
class _Proof:
    """A proof that is being searched; `steps` holds the number of cases that may still be looked at."""

    steps: list[int]

    def holds(self, case: _Case) -> bool:
        """Tell whether one of the sizes is zero in every case."""
        self.steps[0] -= 1
        if self.steps[0] < 0:
            return False
        case = _decided(case)
        if any(not size.terms for size in case.sizes):
            return True
        open_sizes = tuple(size for size in case.sizes if size.number is None)
        if not open_sizes or all(size.plain for size in open_sizes):
            return any(
                nonnegative(size, case.known) and nonnegative(-size, case.known) for size in open_sizes
            )
        return any(
            all(self.holds(inner) for inner in cases)
            for cases in _splits(_Case(open_sizes, case.known, case.groups))
        )


def _splits(case: _Case) -> Iterator[list[_Case]]:
    """Yield the ways to split a case that is most promising: each is a list of cases that covers all."""
    inside = frozenset[Atom]().union(*(size.inside for size in case.sizes))
    for axes in case.groups:
        if not inside.isdisjoint(axes):
            yield [case.replaced({axis: axis.size}) for axis in axes]
            return
    atoms = sorted(
        (atom for atom in inside if not isinstance(atom, Symbol)), key=lambda atom: (atom.depth, atom.key)
    )
    residues = _residues(atoms)
    if residues is not None:
        symbol, modulus = residues
        yield [case.replaced({symbol: _with_remainder(symbol, modulus, left)}) for left in range(modulus)]
        return
    for atom in atoms:
        cases = list(_atom_cases(case, atom))
        if cases:
            yield cases
            return


def _residues(atoms: Sequence[Atom]) -> tuple[Symbol, int] | None:
    """Choose a symbol in a division by a number, and the number by which its remainders matter."""
    choices: dict[Symbol, int] = {}
    for atom in atoms:
        if isinstance(atom, Compound) and atom.operator == "//":
            numerator, number = atom.operands[0], atom.operands[1].number
            if number is None or not 1 < number <= MAX_MODULUS:
                continue
            for part in numerator.atoms():
                if isinstance(part, Symbol):
                    choices[part] = max(number, choices.get(part, 0))
    if not choices:
        return None
    symbol = min(choices, key=lambda part: (choices[part], part.key))
    return symbol, choices[symbol]


def _with_remainder(symbol: Symbol, modulus: int, left: int) -> Size:
    least = None if symbol.least is None else -((left - symbol.least) // modulus)
    whole = Symbol(symbol.name, f"{symbol.scope}/{modulus}", rigid=symbol.rigid, least=least)
    return Size.of(whole) * modulus + left


def _atom_cases(case: _Case, atom: Atom) -> Iterator[_Case]:
    match atom:
        case OneOr(size):
            yield case.replaced({atom: ONE})
            yield case.replaced({atom: size})
        case Compound("min" | "max", operands):
            yield from _extreme_cases(case, atom, operands)
        case Compound("broadcast", operands):
            yield from _broadcast_cases(case, atom, operands)
        case _:
            pass


def _extreme_cases(case: _Case, atom: Compound, operands: tuple[Size, ...]) -> Iterator[_Case]:
    """Let the first of two operands be the larger one, and the second."""
    first, second, *others = operands
    larger, smaller = (first, second) if atom.operator == "max" else (second, first)
    yield case.replaced({atom: rebuild(atom, (first, *others)) if others else first}, larger - smaller)
    yield case.replaced({atom: rebuild(atom, (second, *others)) if others else second}, smaller - larger - 1)


def _broadcast_cases(case: _Case, atom: Compound, operands: tuple[Size, ...]) -> Iterator[_Case]:
    """Let the first operand be 1, or the others be 1 or equal to it."""
    first, *others = operands
    rest = rebuild(atom, tuple(others)) if len(others) > 1 else others[0]
    yield case.replaced({atom: rest} | ({first.atom: ONE} if first.atom is not None else {}))
    if len(others) == 1 and (second := rest.atom) is not None:
        yield case.replaced({atom: first, second: ONE})
        yield case.replaced({atom: first, second: first} if second not in first.inside else {atom: first})
    else:
        yield case.replaced({atom: first})


def _decided(case: _Case) -> _Case:
    """Drop from `min` and `max` what cannot win here, and small fractions."""
    inside = frozenset[Atom]().union(*(size.inside for size in case.sizes))
    values: dict[Atom, Size] = {}
    for atom in inside:
        if isinstance(atom, Compound) and (value := _value_here(atom, case.known)) is not None:
            values[atom] = value
    return case.replaced(values) if values else case


def _value_here(atom: Compound, known: tuple[Size, ...]) -> Size | None:
    match atom:
        case Compound("min" | "max" as operator, operands) if known:
            sign = 1 if operator == "max" else -1
            kept = list(operands)
            for left, right in combinations(operands, 2):
                if nonnegative((left - right) * sign, known):
                    kept = [operand for operand in kept if operand != right]
                elif nonnegative((right - left) * sign, known):
                    kept = [operand for operand in kept if operand != left]
            return (
                None
                if len(kept) == len(operands)
                else kept[0]
                if len(kept) == 1
                else rebuild(atom, tuple(kept))
            )
        case Compound("//", (numerator, divisor)) if known:
            if nonnegative(numerator, known) and nonnegative(divisor - numerator - 1, known):
                return ZERO
            return None
        case _:
            return None
