"""Join the values of a variable where two paths meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conformable.core.fact_joins import beyond
from conformable.core.merging import Merger
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Chain,
    Choice,
    Either,
    Function,
    Integer,
    Items,
    Layer,
    Many,
    Mixed,
    Object,
    Operation,
    Reference,
    Scalar,
    Table,
    Tensor,
    Unknown,
    Value,
    choice_of,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.conditions import Conditions
    from conformable.core.facts import Facts
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


MAX_OPTIONS: Final = 4
"""Of more modules than this, one of which it is, nothing is known."""


CALLED: Final = (Layer, Chain, Reference, Function, Operation, Either)
"""What is kept although two paths have given a variable different ones."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """Where two paths meet, and what each of them knows.

    Attributes:
        merger: Merges sizes and shapes; what differs in the same way becomes the same fresh size.
        part: Tells what is joined from the other things joined at this place.
        made_before: At the head of a loop: how many addresses had been given when its last iteration began.
            An object that the iteration has made is another one in each; it is not kept beside others.
    """

    merger: Merger
    part: str = ""
    made_before: int | None = None

    @classmethod
    def between(cls, place: str, left: Facts, right: Facts, made_before: int | None = None) -> Joiner:
        """Begin to join the values of two paths with what is known on them.

        Args:
            place: Names the sizes that differ; the same place gives the same fresh size on every visit, so
                that loops come to a fixed point.
            left: The facts of one path.
            right: The facts of the other.
            made_before: See the attribute.
        """
        return cls(Merger(place, left, right), made_before=made_before)

    def at(self, name: str) -> Joiner:
        """Go to a part of what is joined."""
        return replace(self, part=f"{self.part}/{name}" if self.part else name)

    def is_made_anew(self, value: Value) -> bool:
        """Tell whether each iteration of a loop makes an object of its own, which a value may be."""
        if self.made_before is None:
            return False
        if isinstance(value, Either):
            return any(self.is_made_anew(option) for option, _ in value.options)
        return isinstance(value, Reference) and value.address > self.made_before

    def size(self, left: Size, right: Size) -> Size:
        """Join two sizes."""
        return self.merger.size(left, right, self.part)

    def shape(self, left: Shape, right: Shape) -> Shape:
        """Join two shapes."""
        return self.merger.shape(left, right, self.part)


def join_values(left: Value, right: Value, joiner: Joiner) -> Value:
    """Give a value that stands for either of two; a way on which an operation was reported ends there."""
    if left == right or _is_refused(right):
        return left
    return right if _is_refused(left) else _join(left, right, joiner)


def _join(left: Value, right: Value, joiner: Joiner) -> Value:
    match left, right:
        case Tensor(), Tensor():
            return _join_tensors(left, right, joiner)
        case Integer(one), Integer(other):
            return Integer(joiner.size(one, other))
        case Object(info), Object(other) if info is other:
            return _join_objects(left, right, joiner)
        case Table(item), Table(other):
            return Table(join_values(item, other, joiner.at("item")))
        case ((Items() | Many() | Mixed()), (Items() | Many() | Mixed())) if left.kind == right.kind:
            return _join_sequences(left, right, joiner)
        case (Scalar(None), _) | (_, Scalar(None)) | (Choice(), _) | (_, Choice()):
            return _join_choices(left, right, joiner)
        case _:
            return _either(left, right, joiner)


def _either(left: Value, right: Value, joiner: Joiner) -> Value:
    """Keep both of two modules or functions, each with what holds if it is the one."""
    if not isinstance(left, CALLED) or not isinstance(right, CALLED):
        return unknown_from((left, right))
    if joiner.is_made_anew(right):
        return UNKNOWN
    facts, others = joiner.merger.left, joiner.merger.right
    options = (*_options(left, beyond(facts, others)), *_options(right, beyond(others, facts)))
    return Either(options) if len(options) <= MAX_OPTIONS else UNKNOWN


def _options(value: Value, conditions: Conditions) -> Iterator[tuple[Value, Conditions]]:
    if isinstance(value, Either):
        yield from ((option, conditions.both(own)) for option, own in value.options)
    else:
        yield value, conditions


def _join_objects(left: Object, right: Object, joiner: Joiner) -> Value:
    """Join two objects of one class attribute by attribute; of other attributes only the type is known."""
    known = dict(right.attributes)
    joined = (
        (name, join_values(value, known[name], joiner.at(name)))
        for name, value in left.attributes
        if name in known
    )
    same = (left.name, left.scope) == (right.name, right.scope)
    return replace(left, attributes=tuple(joined), scope=left.scope if same else "")


def _join_sequences(left: Items | Many | Mixed, right: Items | Many | Mixed, joiner: Joiner) -> Value:
    if isinstance(left, Items) and isinstance(right, Items) and len(left.items) == len(right.items):
        pairs = enumerate(zip(left.items, right.items, strict=True))
        return Items(tuple(join_values(a, b, joiner.at(str(i))) for i, (a, b) in pairs), left.kind)
    item = join_values(_any_item(left, joiner), _any_item(right, joiner), joiner.at("item"))
    return Many(item, left.kind, _common_count(left, right))


def _is_refused(value: Value) -> bool:
    return isinstance(value, Unknown) and value.refused


def _join_tensors(left: Tensor, right: Tensor, joiner: Joiner) -> Value:
    if left.library != right.library:
        return unknown_from((left, right))
    dtype = left.dtype if left.dtype == right.dtype else None
    return Tensor(joiner.shape(left.shape, right.shape), left.library, dtype)


def _common_count(left: Items | Many | Mixed, right: Items | Many | Mixed) -> Size | None:
    if isinstance(left, Many) and isinstance(right, Many) and left.count == right.count:
        return left.count
    return None


def _any_item(sequence: Items | Many | Mixed, joiner: Joiner) -> Value:
    if isinstance(sequence, Many):
        return sequence.item
    if isinstance(sequence, Mixed):
        items = tuple(_any_item(part, joiner.at(f"part{i}")) for i, part in enumerate(sequence.parts))
    else:
        items = sequence.items
    if not items:
        return Choice(())
    result, *rest = items
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
