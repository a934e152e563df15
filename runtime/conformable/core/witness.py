"""Find values of the symbols that satisfy the facts of a path and break a condition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from random import Random
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import evaluate
from conformable.core.sizes import Atom, Compound, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conformable.core.facts import Facts

PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)
RANDOM_TRIES: Final = 300
EXHAUSTIVE_TRIES: Final = 400
GREATEST: Final = 12


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
        return ", ".join(f"{symbol.name}={value}" for symbol, value in self.shown)


def find_witness(
    forms: tuple[Size, ...],
    facts: Facts,
    fails: Callable[[Mapping[Atom, int]], bool],
    shown: tuple[Size, ...],
) -> Witness | None:
    """Search small and random values that satisfy the facts and for which `fails` says True.

    Args:
        forms: The sizes that the condition is about, under the facts.
        facts: What holds on the path.
        fails: Tells whether a valuation breaks the condition.
        shown: The sizes whose symbols the witness shows.

    Returns:
        The witness, None if none was found (there may still be one).
    """
    related = _related((*shown, *forms), facts)
    free = [symbol for symbol in related.symbols if symbol not in related.solved]
    for drawn in _valuations(free, related):
        values = _completed(drawn, related)
        if values is not None and fails(values) and _holds(related, values):
            return _witness(values, shown, facts)
    return None


@dataclass(frozen=True, slots=True)
class _Related:
    """The part of the facts that a condition can depend on."""

    symbols: tuple[Symbol, ...]
    choices: tuple[OneOr, ...]
    solved: Mapping[Atom, Size]
    zeros: tuple[Size, ...]
    nonzeros: tuple[Size, ...]
    nonnegatives: tuple[Size, ...]
    broadcast_names: tuple[tuple[Size, tuple[OneOr, ...]], ...]


def _related(sizes: tuple[Size, ...], facts: Facts) -> _Related:
    """Follow the facts from the sizes' symbols to all that they are tied to."""
    links = [
        *((Size.of(atom), value) for atom, value in facts.solved.items()),
        *((size,) for size in (*facts.zeros, *facts.nonzeros, *facts.nonnegatives)),
        *((size, *map(Size.of, axes)) for size, axes in facts.broadcast_names),
    ]
    reached = dict.fromkeys(symbol for size in sizes for symbol in size.symbols())
    pending = [(link, {symbol for size in link for symbol in size.symbols()}) for link in links]
    growing = True
    while growing:
        growing = False
        for link, symbols in pending:
            if not reached.keys().isdisjoint(symbols) and not reached.keys() >= symbols:
                reached.update(dict.fromkeys(symbol for size in link for symbol in size.symbols()))
                growing = True
    return _restricted(reached, sizes, facts)


def _restricted(reached: dict[Symbol, None], sizes: tuple[Size, ...], facts: Facts) -> _Related:
    def touches(size: Size) -> bool:
        return any(symbol in reached for symbol in size.symbols())

    groups = tuple(group for group in facts.broadcast_names if touches(group[0]))
    solved = {atom: size for atom, size in facts.solved.items() if touches(Size.of(atom)) or touches(size)}
    mentioned = [*sizes, *(size for atom, value in solved.items() for size in (Size.of(atom), value))]
    choices = dict.fromkeys(atom for size in mentioned for atom in _choices(size))
    choices.update(dict.fromkeys(axis for _, axes in groups for axis in axes))
    return _Related(
        symbols=tuple(reached),
        choices=tuple(choices),
        solved=solved,
        zeros=tuple(filter(touches, facts.zeros)),
        nonzeros=tuple(filter(touches, facts.nonzeros)),
        nonnegatives=tuple(filter(touches, facts.nonnegatives)),
        broadcast_names=groups,
    )


def _choices(size: Size) -> Iterator[OneOr]:
    for atom in size.atoms():
        if isinstance(atom, OneOr):
            yield atom
        for operand in atom.operands:
            yield from _choices(operand)


def _valuations(free: list[Symbol], related: _Related) -> Iterator[dict[Atom, int]]:
    """Yield candidate values for the free symbols, the most readable ones first."""
    random = Random(0)  # noqa: S311 (reproducible search, not cryptography)
    landmarks = sorted(_landmarks(related))
    yield dict(zip(free, range(2, 2 + len(free)), strict=True))
    yield from (dict(zip(free, row, strict=True)) for row in _rows(len(free)))
    for _ in range(RANDOM_TRIES):
        yield {symbol: _draw(random, landmarks) for symbol in free}


def _rows(count: int) -> Iterator[tuple[int, ...]]:
    yield tuple(PRIMES[index % len(PRIMES)] for index in range(count))
    yield tuple(PRIMES[(count - index) % len(PRIMES)] for index in range(count))
    if count <= 4:
        yield from islice(product(range(1, 7), repeat=count), EXHAUSTIVE_TRIES)


def _draw(random: Random, landmarks: list[int]) -> int:
    if landmarks and random.random() < 0.5:
        return max(0, random.choice(landmarks) + random.choice((-1, 0, 0, 0, 1)))
    return random.randint(1, GREATEST)


def _landmarks(related: _Related) -> set[int]:
    """Collect the numbers that the facts mention: bounds are met near them."""
    sizes: Iterable[Size] = (*related.zeros, *related.nonzeros, *related.nonnegatives, *related.solved.values())
    return {abs(coefficient) for size in sizes for monomial, coefficient in size.terms if not monomial}


def _completed(drawn: dict[Atom, int], related: _Related) -> dict[Atom, int] | None:
    """Add the values that follow from the drawn ones; every `#a` is first tried as `a`, in turn as 1."""
    values = dict(drawn)
    for index, choice in enumerate(related.choices):
        whole = evaluate(choice.size, values | _solved_symbols(related, values))
        one = (sum(drawn.values()) >> index) & 1
        values[choice] = 1 if one or whole is None else whole
    values |= _solved_symbols(related, values)
    return values if all(_in_range(atom, value) for atom, value in values.items()) else None


def _solved_symbols(related: _Related, values: Mapping[Atom, int]) -> dict[Atom, int]:
    found = {}
    for atom, size in related.solved.items():
        value = evaluate(size, values) if isinstance(atom, Symbol) else None
        if value is not None:
            found[atom] = value
    return found


def _in_range(atom: Atom, value: int) -> bool:
    return atom.least is None or value >= atom.least


def _holds(related: _Related, values: Mapping[Atom, int]) -> bool:
    """Tell whether a valuation satisfies the facts."""
    compounds = ((Size.of(atom) - size) for atom, size in related.solved.items() if isinstance(atom, Compound))
    return (
        all(evaluate(zero, values) == 0 for zero in (*related.zeros, *compounds))
        and all(evaluate(size, values) not in (0, None) for size in related.nonzeros)
        and all((evaluate(size, values) or 0) >= 0 for size in related.nonnegatives)
        and all(
            any(values.get(axis) == evaluate(size, values) for axis in axes)
            for size, axes in related.broadcast_names
        )
    )


def _witness(values: Mapping[Atom, int], shown: tuple[Size, ...], facts: Facts) -> Witness:
    mentioned = dict.fromkeys(symbol for size in shown for symbol in size.symbols())
    return Witness(
        shown=tuple((symbol, values[symbol]) for symbol in mentioned if facts.is_rigid(symbol) and symbol in values),
        values=tuple(values.items()),
    )
