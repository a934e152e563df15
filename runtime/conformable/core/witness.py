"""Find values of the symbols that satisfy the facts of a path and break a condition."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from math import lcm
from random import Random
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import evaluate
from conformable.core.equations import divisions
from conformable.core.immutable import dataclass
from conformable.core.sizes import Atom, Compound, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformable.core.conditions import Conditions
    from conformable.core.facts import Facts

PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)
SMALL: Final = (2, 3, 4, 5, 1)
EXHAUSTIVE_TRIES: Final = 40
RANDOM_TRIES: Final = 100
LEAST_TRIES: Final = 12
MAX_WORK: Final = 10_000
GREATEST: Final = 12
GREATEST_UNIT: Final = 1 << 16
MIXED_BRANCHES: Final = 2
MAX_CHOICES: Final = 64

Values = dict[Atom, int]


@dataclass(frozen=True, slots=True)
class Witness:
    """Values of symbols for which a condition fails.

    Attributes:
        shown: The rigid symbols of the condition, in the order in which it mentions them.
        values: Every symbol that was given a value, those of `shown` among them.
    """

    shown: tuple[tuple[Symbol, int], ...]
    values: tuple[tuple[Atom, int], ...]

    def __str__(self) -> str:
        named = [(s.name, value) for s, value in self.shown if s.name.replace(".", "").isidentifier()]
        return ", ".join(f"{name}={value}" for name, value in dict.fromkeys(named))


def witness_of(values: Mapping[Atom, int], shown: Iterable[Size], facts: Facts) -> Witness:
    """Make a witness of values that break a condition.

    Args:
        values: The values.
        shown: The sizes whose symbols it shows.
        facts: What holds on the path.
    """
    mentioned = dict.fromkeys(symbol for size in shown for symbol in size.symbols())
    return Witness(
        shown=tuple(
            (symbol, values[symbol]) for symbol in mentioned if facts.is_rigid(symbol) and symbol in values
        ),
        values=tuple(values.items()),
    )


def valuations(sizes: tuple[Size, ...], facts: Facts, tries: int | None = None) -> Iterator[Values]:
    """Yield small and random values that satisfy the facts, the most readable ones first.

    Args:
        sizes: The sizes whose symbols need values; symbols that the facts tie to them get values as well.
        facts: What holds on the path.
        tries: How many values are looked at; as many as the work allows if not given.
    """
    for branch in _branches(sizes, facts) if facts.alternatives else (facts,):
        if not branch.impossible:
            yield from _Search.of(sizes, branch).found(tries)


def satisfying(values: Values, facts: Facts) -> Values | None:
    """Add values for the symbols of all other facts, so that the path is one that is taken.

    Args:
        values: Values that satisfy the facts about their own symbols.
        facts: What holds on the path.

    Returns:
        All values; None if no values were found that satisfy some other fact.
    """
    complete = dict(values)
    for size in facts.constraints():
        if not all(symbol in complete for symbol in size.symbols()):
            found = next(valuations((size,), facts), None)
            if found is None:
                return None
            complete.update(found)
    return complete


def tied_to(sizes: tuple[Size, ...], facts: Facts) -> Iterator[Size]:
    """Yield the facts on which sizes depend, as sizes that they are about."""
    reached = _reached(sizes, facts).keys()
    return (size for size in facts.constraints() if not reached.isdisjoint(size.symbols()))


def _branches(sizes: tuple[Size, ...], facts: Facts) -> Iterator[Facts]:
    """Decide what two joined paths knew apart from each other, for the first, for the second, and mixed."""
    random = Random(0)
    yield _resolved(sizes, facts, lambda: 0)
    yield _resolved(sizes, facts, lambda: 1)
    for _ in range(MIXED_BRANCHES):
        yield _resolved(sizes, facts, lambda: random.getrandbits(1))


def _resolved(sizes: tuple[Size, ...], facts: Facts, choose: Callable[[], int]) -> Facts:
    for _ in range(MAX_CHOICES):
        reached = _reached(sizes, facts)
        pairs = [pair for pair in facts.alternatives if not reached.keys().isdisjoint(_symbols_of(pair))]
        if not pairs:
            return facts
        facts = facts.choose(pairs[0], choose())
    return replace(facts, impossible=True)


def _symbols_of(pair: tuple[Conditions, Conditions]) -> dict[Symbol, None]:
    return dict.fromkeys(symbol for branch in pair for size in branch.sizes() for symbol in size.symbols())


def _reached(sizes: tuple[Size, ...], facts: Facts) -> dict[Symbol, None]:
    """Follow the facts from the sizes' symbols to all that they are tied to."""
    reached = dict.fromkeys([symbol for size in sizes for symbol in size.symbols()])
    groups = [
        *((Size.of(atom), value) for atom, value in facts.solved.items()),
        *((size,) for size in (*facts.zeros, *facts.nonzeros, *facts.nonnegatives)),
        *((size, *map(Size.of, axes)) for size, axes in facts.broadcast_names),
    ]
    links = [dict.fromkeys(symbol for size in group for symbol in size.symbols()) for group in groups]
    links += [_symbols_of(pair) for pair in facts.alternatives]
    growing = bool(links)
    while growing:
        waiting = [link for link in links if not link.keys() <= reached.keys()]
        fresh = [link for link in waiting if not link.keys().isdisjoint(reached.keys())]
        for link in fresh:
            reached.update(link)
        growing = bool(fresh)
    return reached


@dataclass(frozen=True, slots=True)
class _Search:
    """The part of the facts that some sizes can depend on."""

    sizes: tuple[Size, ...]
    free: tuple[Symbol, ...]
    solved: Mapping[Symbol, Size]
    choices: tuple[OneOr, ...] = ()
    zeros: tuple[Size, ...] = ()
    nonzeros: tuple[Size, ...] = ()
    nonnegatives: tuple[Size, ...] = ()
    broadcast_names: tuple[tuple[Size, tuple[OneOr, ...]], ...] = ()
    exact: tuple[Compound, ...] = ()

    @staticmethod
    def of(sizes: tuple[Size, ...], facts: Facts) -> _Search:
        """Collect what matters for some sizes."""
        reached = _reached(sizes, facts)
        if not (facts.solved or facts.zeros or facts.nonzeros or facts.nonnegatives or facts.broadcast_names):
            return _Search(sizes, tuple(reached), {}, _all_choices(sizes), exact=_all_divisions(sizes))

        def touched(size: Size) -> bool:
            return any(symbol in reached for symbol in size.symbols())

        groups = tuple(group for group in facts.broadcast_names if touched(group[0]))
        solved = {
            atom: size for atom, size in facts.solved.items() if touched(Size.of(atom)) or touched(size)
        }
        equal = tuple(Size.of(atom) - size for atom, size in solved.items() if not isinstance(atom, Symbol))
        mentioned = [
            *sizes,
            *solved.values(),
            *equal,
            *(Size.of(axis) for _, axes in groups for axis in axes),
        ]
        symbols = {atom: size for atom, size in solved.items() if isinstance(atom, Symbol)}
        return _Search(
            sizes=sizes,
            free=tuple(symbol for symbol in reached if symbol not in symbols),
            solved=symbols,
            choices=_all_choices(mentioned),
            zeros=(*filter(touched, facts.zeros), *equal),
            nonzeros=tuple(filter(touched, facts.nonzeros)),
            nonnegatives=tuple(filter(touched, facts.nonnegatives)),
            broadcast_names=groups,
            exact=_all_divisions(mentioned),
        )

    def found(self, tries: int | None) -> Iterator[Values]:
        """Yield values that satisfy the facts."""
        most = max(LEAST_TRIES, MAX_WORK // (1 + self._work())) if tries is None else tries
        for index, row in enumerate(islice(self._rows(), most)):
            drawn: Values = dict(zip(self.free, row, strict=True))
            for values in self._completed(drawn, index):
                if self._holds(values):
                    yield values

    def _work(self) -> int:
        """Estimate how much there is to compute for one row of values."""
        sizes = (*self.solved.values(), *self.zeros, *self.nonzeros, *self.nonnegatives)
        return sum(size.weight for size in sizes) + 4 * sum(division.weight for division in self.exact)

    def _rows(self) -> Iterator[tuple[int, ...]]:
        """Yield candidate values for the free symbols."""
        count = len(self.free)
        yield tuple(range(2, 2 + count))
        if not count:
            return
        yield tuple(range(1 + count, 1, -1))
        yield tuple(PRIMES[index % len(PRIMES)] for index in range(count))
        if count <= 3:
            yield from islice(product(SMALL, repeat=count), EXHAUSTIVE_TRIES)
        draw = self._draw(Random(0))
        for _ in range(RANDOM_TRIES):
            yield tuple([next(draw) for _ in range(count)])

    def _draw(self, random: Random) -> Iterator[int]:
        """Draw small numbers, multiples of the divisors, and numbers at the bounds."""
        landmarks, unit = self._landmarks()
        while True:
            chance = random.random()
            if landmarks and chance < 0.4:
                yield max(0, random.choice(landmarks) + random.choice((-1, 0, 0, 0, 1)))
            else:
                yield random.randint(1, GREATEST) * (unit if chance > 0.8 else 1)

    def _landmarks(self) -> tuple[list[int], int]:
        """Collect the numbers near which bounds are met, and one that all numeric divisors divide."""
        sizes = (*self.sizes, *self.zeros, *self.nonzeros, *self.nonnegatives, *self.solved.values())
        numbers = {number for size in sizes for number in _constants(size)}
        divisors = [number for division in self.exact if (number := division.operands[1].number)]
        unit = lcm(*divisors)
        return sorted(numbers), unit if unit <= GREATEST_UNIT else 1

    def _completed(self, drawn: Values, index: int) -> Iterator[Values]:
        """Add the values that follow from drawn ones; first with divisions made exact, if there are any."""
        if self.exact:
            repaired = self._with_exact_divisions(drawn)
            if repaired is not None:
                yield from self._with_rest(repaired, index)
        yield from self._with_rest(drawn, index)

    def _with_rest(self, drawn: Values, index: int) -> Iterator[Values]:
        """Add the values of solved symbols; the axes `#a` are 1 or `a`, in turn."""
        values = dict(drawn)
        self._add_solved(values)
        for place, choice in enumerate(self.choices):
            whole = evaluate(choice.size, values)
            values[choice] = 1 if whole is None or (index >> place) & 1 else whole
        if self.choices:
            self._add_solved(values)
        if all(atom.least is None or value >= atom.least for atom, value in values.items()):
            yield values

    def _add_solved(self, values: Values) -> None:
        for symbol, size in self.solved.items():
            value = evaluate(size, values)
            if value is not None:
                values[symbol] = value

    def _with_exact_divisions(self, drawn: Values) -> Values | None:
        """Move a symbol of each numerator until nothing remains of the division; None if none moved."""
        values = dict(drawn)
        moved = False
        for division in self.exact:
            known = dict(values)
            self._add_solved(known)
            numerator, divisor = (evaluate(operand, known) for operand in division.operands)
            if numerator is None or not divisor or numerator % divisor == 0:
                continue
            for monomial, coefficient in division.operands[0].terms:
                if len(monomial) == 1 and abs(coefficient) == 1 and (symbol := monomial[0]) in values:
                    step = -coefficient * (numerator % divisor)
                    lowest = symbol.least if symbol.least is not None else 0
                    values[symbol] += step if values[symbol] + step >= lowest else step + abs(divisor)
                    moved = True
                    break
        return values if moved else None

    def _holds(self, values: Values) -> bool:
        """Tell whether values satisfy the facts."""
        return (
            all(evaluate(zero, values) == 0 for zero in self.zeros)
            and all(evaluate(size, values) not in (0, None) for size in self.nonzeros)
            and all(
                (value := evaluate(size, values)) is not None and value >= 0 for size in self.nonnegatives
            )
            and all(
                any(values.get(axis) == evaluate(size, values) for axis in axes)
                for size, axes in self.broadcast_names
            )
        )


def _choices(size: Size) -> list[OneOr]:
    if size.plain:
        return []
    found = [choice for atom in size.atoms() for operand in atom.operands for choice in _choices(operand)]
    return found + [atom for atom in size.atoms() if isinstance(atom, OneOr)]


def _all_choices(sizes: Iterable[Size]) -> tuple[OneOr, ...]:
    return tuple(dict.fromkeys(choice for size in sizes for choice in _choices(size)))


def _all_divisions(sizes: Iterable[Size]) -> tuple[Compound, ...]:
    return tuple(dict.fromkeys(division for size in sizes for division in divisions(size)))


def _constants(size: Size) -> Iterator[int]:
    """Yield the numbers that stand alone, also inside compounds."""
    if size.constant:
        yield abs(size.constant)
    for atom in size.atoms():
        for operand in atom.operands:
            yield from _constants(operand)
