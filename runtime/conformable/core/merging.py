"""Merge the sizes and shapes that two paths of a program give to one variable where they meet."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformable.core.comparison import same
from conformable.core.immutable import dataclass
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.core.facts import Facts


@dataclass(frozen=True, slots=True)
class Merger:
    """Where two paths meet, and what each of them knows.

    Attributes:
        place: Names the sizes that differ; the same place gives the same fresh sizes on every visit, so that
            loops come to a fixed point.
        left: The facts of one path.
        right: The facts of the other.

    >>> from conformable.core.facts import Facts
    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> merger = Merger("join", Facts().equate(n, Size.of(3)), Facts())
    >>> merger.shape(Shape.of(3, n, 2), Shape.of(n, m, 2), "x")
    Shape("n _ 2")

    What both paths call by one name keeps it, though it is another size:

    >>> merger.shape(Shape.of(n), Shape.of(Size.of(Symbol("n", "callee", rigid=False))), "y").before[0] == n
    False
    >>> merger.shape(Shape.of(m), Shape.of(Size.of(Symbol("m", "callee", rigid=False))), "z")
    Shape("m")
    """

    place: str
    left: Facts
    right: Facts
    _fresh: dict[tuple[Size, Size], Size] = field(default_factory=dict, compare=False, repr=False)

    def size(self, left: Size, right: Size, name: str) -> Size:
        """Merge two sizes: what is the same on both paths stays, what differs becomes one fresh size.

        Args:
            left: The size on one path.
            right: The size on the other.
            name: Tells what is merged from other things merged at this place.
        """
        return self._size(left, right, name, "_")

    def _size(self, left: Size, right: Size, name: str, label: str) -> Size:
        if left == right:
            return left
        if (left, right) in self._fresh:
            return self._fresh[left, right]
        for candidate in dict.fromkeys((left, right, self.left.simplify(left), self.right.simplify(right))):
            if same(left, candidate, self.left) and same(right, candidate, self.right):
                return candidate
        least = _common_least(left, right)
        fresh = Size.of(Symbol(label, f"{self.place}/{name}", rigid=False, least=least))
        self._fresh[left, right] = fresh
        return fresh

    def shape(self, left: Shape, right: Shape, name: str) -> Shape:
        """Merge two shapes axis by axis; shapes of different ranks become one of unknown rank."""
        if left == right:
            return left
        if (len(left.before), len(left.after), left.rank) != (
            len(right.before),
            len(right.after),
            right.rank,
        ):
            return Shape.unknown(f"{self.place}/{name}")
        pairs = enumerate(zip(left.parts, right.parts, strict=True))
        return Shape(tuple(self._part(one, other, f"{name}/{index}") for index, (one, other) in pairs))

    def _part(self, left: Part, right: Part, name: str) -> Part:
        if isinstance(left, Size) and isinstance(right, Size):
            return self._size(left, right, name, _common_name(left, right))
        return left if left == right else Variadic("...", f"{self.place}/{name}", rigid=False)


def _common_name(left: Size, right: Size) -> str:
    """Give what two axes are both called, though they are axes of different things."""
    one, other = left.atom, right.atom
    named = isinstance(one, Symbol) and isinstance(other, Symbol) and one.name == other.name
    return str(one) if named else "_"


def _common_least(left: Size, right: Size) -> int | None:
    """Give a coarse lower bound for both, so that a loop which counts down settles quickly."""
    if left.least is None or right.least is None:
        return None
    least = min(left.least, right.least)
    return None if least < 0 else min(least, 1)
