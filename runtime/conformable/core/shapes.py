"""Shapes: sequences of sizes with at most one variadic part."""

from __future__ import annotations

from dataclasses import field
from typing import cast

from conformable.core.immutable import dataclass
from conformable.core.sizes import Size, Symbol, product


@dataclass(frozen=True, slots=True)
class Variadic:
    """A run of axes whose number is not known.

    Attributes:
        name: How the user calls it, `...` where nobody named it.
        scope: What tells it from another run of that name.
        rigid: True where callers choose it freely.
        occurrence: Set on a run `*#name`, which broadcasts to the run of that name: two such runs can differ.
    """

    name: str
    scope: str = ""
    rigid: bool = True
    occurrence: str = ""

    def __str__(self) -> str:
        return self.name if self.name == "..." else f"*{'#' if self.occurrence else ''}{self.name}"


Part = Size | Variadic


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a tensor's axes; one part may stand for any number of axes.

    Attributes:
        parts: The sizes in order, with at most one `Variadic` among them.
        label: How messages call the tensor; says nothing about the shape.
        axis_names: How messages call its axes, where they have names of their own: those of a layer's
            weights are the constructor's parameters.
    """

    parts: tuple[Part, ...]
    label: str = field(default="", compare=False)
    axis_names: tuple[str, ...] = field(default=(), compare=False)
    _split: int = field(init=False, repr=False, compare=False)
    _symbols: frozenset[Symbol] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        split = 0
        for part in self.parts:
            if part.__class__ is Variadic:
                break
            split += 1
        object.__setattr__(self, "_split", split)

    @staticmethod
    def of(*parts: Part | int) -> Shape:
        """Make a shape of sizes and numbers.

        >>> Shape.of(2, 3)
        Shape("2 3")
        """
        return Shape(tuple(Size.of(part) if isinstance(part, int) else part for part in parts))

    @staticmethod
    def unknown(scope: str) -> Shape:
        """Make the shape of which not even the rank is known; `scope` tells it from others."""
        return Shape((Variadic("...", scope, rigid=False),))

    @property
    def variadic(self) -> Variadic | None:
        """The variadic part, None if the rank is known."""
        return cast("Variadic", self.parts[self._split]) if self._split < len(self.parts) else None

    @property
    def rank(self) -> int | None:
        """The number of axes, None if a part is variadic."""
        return None if self._split < len(self.parts) else self._split

    @property
    def before(self) -> tuple[Size, ...]:
        """The sizes before the variadic part; all of them if there is none."""
        return cast("tuple[Size, ...]", self.parts[: self._split])

    @property
    def after(self) -> tuple[Size, ...]:
        """The sizes after the variadic part; none if there is none."""
        return cast("tuple[Size, ...]", self.parts[self._split + 1 :])

    @property
    def sizes(self) -> tuple[Size, ...] | None:
        """All sizes, None if the rank is not known."""
        return None if self._split < len(self.parts) else self.before

    @property
    def symbols(self) -> frozenset[Symbol]:
        """The symbols in its sizes.

        >>> sorted(map(str, Shape.of(2, Size.of(Symbol("n")) * Size.of(Symbol("m"))).symbols))
        ['m', 'n']
        """
        try:
            return self._symbols
        except AttributeError:
            found = [symbol for part in self.parts if isinstance(part, Size) for symbol in part.symbols()]
            object.__setattr__(self, "_symbols", frozenset(found))
            return self._symbols

    @property
    def least_rank(self) -> int:
        """The smallest number of axes it can have."""
        return len(self.parts) - (self._split < len(self.parts))

    def position(self, axis: int) -> int | None:
        """Find the part that an axis, counted from either end, stands at.

        Returns:
            An index into `parts`; None where the axis may lie in the variadic part or outside.

        >>> Shape.of(2, Variadic("batch"), 3).position(-1)
        2
        """
        if axis >= 0:
            return axis if axis < self._split else None
        count = len(self.parts)
        reach = count if self._split == count else count - self._split - 1
        return count + axis if -axis <= reach else None

    @property
    def least_size(self) -> int:
        """The least size of an axis whose place is not known: one of a run that nobody declared may be empty.

        >>> Shape.of(2, Variadic("batch")).least_size, Shape.unknown("f").least_size
        (1, 0)
        """
        return 1 if self.variadic is None or self.variadic.rigid else 0

    def axis(self, axis: int) -> Size | None:
        """Give the size of an axis counted from either end, None where it is not known.

        >>> Shape.of(2, 3).axis(-1)
        <3>
        """
        position = self.position(axis)
        part = None if position is None else self.parts[position]
        return part if isinstance(part, Size) else None

    def slice(self, start: int | None = None, stop: int | None = None) -> Shape | None:
        """Give the axes from one to before another, as Python slices; None where that is not known.

        >>> shape = Shape.of(2, Variadic("batch"), 3, 4)
        >>> shape.slice(stop=-1), shape.slice(-2), shape.slice(0, -3)
        (Shape("2 *batch 3"), Shape("3 4"), None)
        """
        if self.rank is not None:
            return Shape(self.parts[start:stop])
        first = 0 if start is None else self._cut(start)
        last = len(self.parts) if stop is None else self._cut(stop)
        return None if first is None or last is None else Shape(self.parts[first:last])

    def concatenate(self, other: Shape, between: Variadic) -> Shape:
        """Put the axes of another shape behind these.

        Args:
            other: The other shape.
            between: Stands for the axes from one variadic part to the other, if both shapes have one.

        >>> Shape.of(2, 3).concatenate(Shape.of(4), Variadic("..."))
        Shape("2 3 4")
        >>> Shape.of(Variadic("a"), 3).concatenate(Shape.of(Variadic("b"), 4), Variadic("..."))
        Shape("... 4")
        """
        if self.rank is None and other.rank is None:
            return Shape((*self.before, between, *other.after))
        return Shape((*self.parts, *other.parts))

    def replace(self, position: int, *parts: Part) -> Shape:
        """Put other parts in the place of one.

        >>> Shape.of(2, 3).replace(0)
        Shape("3")
        """
        return Shape((*self.parts[:position], *parts, *self.parts[position + 1 :]))

    def insert(self, position: int, *parts: Part) -> Shape:
        """Put parts in front of a position."""
        return Shape((*self.parts[:position], *parts, *self.parts[position:]))

    def count(self) -> tuple[Variadic | None, Size]:
        """Give the number of elements: a number, times that of the variadic part if there is one."""
        return self.variadic, product((*self.before, *self.after))

    def labelled(self, label: str) -> Shape:
        """Give the same shape under a name for messages."""
        return Shape(self.parts, label, self.axis_names)

    def _cut(self, place: int) -> int | None:
        """Find where a cut between axes, counted from either end, falls among the parts."""
        if place >= 0:
            return place if place <= self._split else None
        return len(self.parts) + place if -place <= len(self.after) else None

    def __str__(self) -> str:
        """Print it as a dim string."""
        return " ".join(str(part) for part in self.parts)

    def __repr__(self) -> str:
        return f'Shape("{self}")'
