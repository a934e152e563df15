"""Choose sizes: distinct primes, all ones, small numbers, numbers that divide each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

#: In one of so many runs, axes do not take the sizes of objects that are called the same: they need not.
_HINTED: Final = 4

PRIMES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
DIVISIBLE: Final = (1, 2, 4, 6, 8, 12)

#: The most axes that a variadic part is given.
_LONGEST_RUN: Final = 2


@dataclass(slots=True)
class Draw:
    """The sizes of one run; a name gets its size when it is first asked for.

    Attributes:
        random: Where all choices come from.
        strategy: Chooses a size, given those in use.
        sizes: The sizes of names.
        runs: The sizes of variadic names.
        fixed: The names whose size was given.
        takes_hints: Names get the sizes that the object was made with whose method is called.
    """

    random: Random
    strategy: Strategy
    sizes: dict[str, int] = field(default_factory=dict)
    runs: dict[str, tuple[int, ...]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    takes_hints: bool = True
    _used: list[int] = field(default_factory=list)

    def size(self, name: str) -> int:
        """Return the size of a name."""
        if name not in self.sizes:
            self.sizes[name] = self.fresh()
        return self.sizes[name]

    def fresh(self) -> int:
        """Return a size for an axis without a name."""
        size = self.strategy(self.random, [*self._used, *self.sizes.values()])
        self._used.append(size)
        return size

    def hint(self, name: str, size: int) -> None:
        """Let a name have a size that an object was made with: an axis of that name is mostly meant so."""
        if self.takes_hints and size > 0 and name not in self.fixed:
            self.sizes[name] = size

    def run(self, name: str | None) -> tuple[int, ...]:
        """Return the sizes of a variadic name, or of a variadic part without one."""
        if name is not None and name in self.runs:
            return self.runs[name]
        run = tuple(self.fresh() for _ in range(self.random.randint(0, _LONGEST_RUN)))
        if name is not None:
            self.runs[name] = run
        return run

    def choose(self, options: Sequence[T]) -> T:
        """Choose one of several values."""
        return self.random.choice(options)


Strategy = Callable[[Random, Sequence[int]], int]


def _primes(random: Random, used: Sequence[int]) -> int:
    return next((prime for prime in PRIMES if prime not in used), random.choice(PRIMES))


def _shuffled_primes(random: Random, used: Sequence[int]) -> int:
    free = [prime for prime in PRIMES[:8] if prime not in used]
    return random.choice(free or PRIMES)


def _ones(random: Random, used: Sequence[int]) -> int:
    return 1


def _small(random: Random, used: Sequence[int]) -> int:
    return random.randint(1, 6)


def _divisible(random: Random, used: Sequence[int]) -> int:
    return random.choice(DIVISIBLE)


_STRATEGIES: Final[tuple[Strategy, ...]] = (_primes, _ones, _small, _divisible, _shuffled_primes)


def draw(number: int, seed: int, given: Mapping[str, int] | None = None) -> Draw:
    """Return the sizes of one run: the first takes distinct primes, the second all ones.

    Args:
        number: The number of the run, from 0.
        seed: The same seed gives the same sizes.
        given: Names whose sizes are fixed.
    """
    random = Random(f"{seed} {number}")
    fixed = dict(given or {})
    strategy = _STRATEGIES[number % len(_STRATEGIES)]
    if strategy is _primes and seed:
        strategy = _shuffled_primes
    return Draw(random, strategy, fixed, fixed=frozenset(fixed), takes_hints=number % _HINTED != _HINTED - 1)
