"""Join the values of a variable where two paths meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformable.core.merging import Merger
from conformable_mypy.interpreter.values import (
    NONE,
    Choice,
    Integer,
    Items,
    Many,
    Scalar,
    Table,
    Tensor,
    Value,
    choice_of,
    unknown_from,
)

if TYPE_CHECKING:
    from conformable.core.facts import Facts
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Joiner:
    """Where two paths meet, and what each of them knows.

    Attributes:
        merger: Merges sizes and shapes; what differs in the same way becomes the same fresh size.
        part: Tells what is joined from the other things joined at this place.
    """

    merger: Merger
    part: str = ""

    @classmethod
    def between(cls, place: str, left: Facts, right: Facts) -> Joiner:
        """Begin to join the values of two paths with what is known on them.

        Args:
            place: Names the sizes that differ; the same place gives the same fresh size on every visit, so
                that loops come to a fixed point.
            left: The facts of one path.
            right: The facts of the other.
        """
        return cls(Merger(place, left, right))

    def at(self, name: str) -> Joiner:
        """Go to a part of what is joined."""
        return replace(self, part=f"{self.part}/{name}" if self.part else name)

    def size(self, left: Size, right: Size) -> Size:
        """Join two sizes."""
        return self.merger.size(left, right, self.part)

    def shape(self, left: Shape, right: Shape) -> Shape:
        """Join two shapes."""
        return self.merger.shape(left, right, self.part)


def join_values(left: Value, right: Value, joiner: Joiner) -> Value:
    """Give a value that stands for either of two."""
    if left == right:
        return left
    match left, right:
        case Tensor(), Tensor():
            return _join_tensors(left, right, joiner)
        case Integer(one), Integer(other):
            return Integer(joiner.size(one, other))
        case Items(items, kind), Items(others, other_kind) if kind == other_kind and len(items) == len(
            others
        ):
            joined = (
                join_values(a, b, joiner.at(str(i)))
                for i, (a, b) in enumerate(zip(items, others, strict=True))
            )
            return Items(tuple(joined), kind)
        case Table(item), Table(other):
            return Table(join_values(item, other, joiner.at("item")))
        case ((Items() | Many()), (Items() | Many())) if left.kind == right.kind:
            return Many(
                join_values(_any_item(left, joiner), _any_item(right, joiner), joiner.at("item")), left.kind
            )
        case (Scalar(None), _) | (_, Scalar(None)) | (Choice(), _) | (_, Choice()):
            return _join_choices(left, right, joiner)
        case _:
            return unknown_from((left, right))


def _join_tensors(left: Tensor, right: Tensor, joiner: Joiner) -> Value:
    if left.library != right.library:
        return unknown_from((left, right))
    dtype = left.dtype if left.dtype == right.dtype else None
    return Tensor(joiner.shape(left.shape, right.shape), left.library, dtype)


def _any_item(sequence: Items | Many, joiner: Joiner) -> Value:
    if isinstance(sequence, Many):
        return sequence.item
    if not sequence.items:
        return Choice(())
    result, *rest = sequence.items
    for index, item in enumerate(rest):
        result = join_values(result, item, joiner.at(f"item{index}"))
    return result


def _join_choices(left: Value, right: Value, joiner: Joiner) -> Value:
    """Join values that may be None: what they are otherwise is joined on its own."""
    options = [
        option
        for value in (left, right)
        for option in (value.options if isinstance(value, Choice) else (value,))
    ]
    none = [option for option in options if option == NONE]
    rest = [option for option in options if option != NONE]
    if len(rest) > 1:
        joined = rest[0]
        for index, option in enumerate(rest[1:]):
            joined = join_values(joined, option, joiner.at(f"option{index}"))
        rest = [joined]
    return choice_of((*none[:1], *rest))
