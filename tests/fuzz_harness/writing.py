"""The writer of one random function."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import prod
from random import Random

#: The sizes of a tensor as the writer guesses them: names of axes, numbers, sums and products of these.
Sizes = tuple[str, ...]

#: How far a size that nobody guesses may reach, and how many elements a tensor may have.
_LARGE = 19
_MOST_ELEMENTS = 400_000

#: How often an operand is chosen that does not fit: some programs are to be wrong.
_WRONG = 0.12

#: How deep blocks stand in blocks.
DEEPEST = 3


@dataclass(slots=True)
class Writer:
    """Writes one function; it keeps a guess at each shape, so that most programs make sense.

    Attributes:
        random: Where all choices come from.
        name: The name of the function.
        steps: What it can write.
        shapes: Variable -> a guess at its sizes.
        lines: What is written so far.
        definitions: What is written in front of the function: other functions.
        depth: How many blocks stand around the next line, the function's own among them.
        long_loops: How many of them are loops that run as often as a size says.
    """

    random: Random
    name: str
    steps: tuple[Callable[[Writer], None], ...]
    shapes: dict[str, Sizes] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    depth: int = 1
    long_loops: int = 0
    _count: int = 0

    def choose(self, *options: str) -> str:
        """Choose one of several texts."""
        return self.random.choice(options)

    def happens(self, chance: float) -> bool:
        """Decide with some probability."""
        return self.random.random() < chance

    def pick(self, ranks: tuple[int, ...] = (1, 2, 3)) -> str | None:
        """Choose a variable of one of these ranks."""
        fitting = [name for name, shape in self.shapes.items() if len(shape) in ranks]
        return self.random.choice(fitting) if fitting else None

    def partner(self, fits: Callable[[Sizes], bool]) -> str | None:
        """Choose a variable that fits; now and then any one, so that some programs are wrong."""
        every = list(self.shapes)
        fitting = [name for name in every if fits(self.shapes[name])]
        wrong = not fitting or self.happens(_WRONG)
        return self.random.choice(every if wrong else fitting) if every else None

    def write(self, line: str) -> None:
        """Write one line."""
        self.lines.append("    " * self.depth + line)

    def new(self) -> str:
        """Return a name that is not in use."""
        self._count += 1
        return f"y{self._count}"

    def assign(self, expression: str, shape: Sizes) -> None:
        """Assign to a new variable, or now and then to an old one."""
        if elements(shape) > _MOST_ELEMENTS or len(shape) > 4:
            return
        name = self.choose(*self.shapes) if self.happens(0.1) else self.new()
        if self.long_loops and self._grows(name, expression, shape):
            name = self.new()
        self.write(f"{name} = {expression}")
        self.shapes[name] = shape

    def _grows(self, name: str, expression: str, shape: Sizes) -> bool:
        """Tell whether a variable has more elements after an assignment than before, and would go on so."""
        is_same = re.search(rf"\b{name}\b", expression) is not None
        return is_same and name in self.shapes and elements(shape) > elements(self.shapes[name])

    def some_steps(self, most: int) -> None:
        """Write some random lines."""
        for _ in range(self.random.randint(1, most)):
            self.random.choice(self.steps)(self)

    @contextlib.contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a block; what it defines is not in use behind it."""
        is_long_loop = head.startswith("while ") or ".shape" in head.partition(" in range(")[2]
        self.write(head)
        before, known = len(self.lines), dict(self.shapes)
        self.depth += 1
        self.long_loops += is_long_loop
        yield
        if len(self.lines) == before:
            self.write("pass")
        self.depth -= 1
        self.long_loops -= is_long_loop
        self.shapes = {name: shape for name, shape in self.shapes.items() if name in known}


def elements(shape: Sizes) -> int:
    """Return how many elements a tensor may come to have."""
    return prod(map(_most, shape))


def _most(size: str) -> int:
    return sum(
        prod(int(factor) if factor.isdecimal() else _LARGE for factor in term.split("*"))
        for term in size.split("+")
    )
