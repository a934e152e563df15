"""Join the values of a variable where two paths meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conformable.core.conditions import Conditions
from conformable.core.fact_joins import beyond
from conformable.core.immutable import dataclass
from conformable.core.merging import Merger
from conformable.core.shapes import Shape
from conformable_mypy.interpreter.choices import choice_of, mentions_of, with_mentions
from conformable_mypy.interpreter.iterating import parts_of, sequence_of
from conformable_mypy.interpreter.optional_sizes import symbol_of_caller
from conformable_mypy.interpreter.presence import lacks
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Chain,
    Choice,
    Class,
    Either,
    Function,
    Integer,
    Items,
    Layer,
    Many,
    Mixed,
    Number,
    Object,
    Operation,
    Reference,
    Scalar,
    Table,
    Tensor,
    Unknown,
    Value,
    ends,
    is_number,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.facts import Facts
    from conformable.core.sizes import Size, Symbol


MAX_OPTIONS: Final = 8
"""Of more modules than this, one of which it is, nothing is known."""


MAX_RANKS: Final = 2
"""Of a tensor of more ranks than this, one of which it has, the shape is not known."""


_KEPT: Final = (Tensor, Object, Number, Integer)
"""What stays a choice where values of different kinds meet."""


CALLED: Final = (Layer, Chain, Reference, Function, Operation, Class, Either)
"""What is kept although two paths have given a variable different ones."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """Where two paths meet, and what each of them knows.

    Attributes:
        merger: Merges sizes and shapes; what differs in the same way becomes the same fresh size.
        part: Tells what is joined from the other things joined at this place.
        made_before: At the head of a loop: how many addresses had been given when its last iteration began.
            An object that the iteration has made is another one in each; it is not kept beside others.
        origin: Names what decides which path was taken; "" where it may be another one for each value.
        filled_in: Sizes that callers left out on one of the paths -> what that path has put in their place;
            None where such sizes are joined like others.
    """

    merger: Merger
    part: str = ""
    made_before: int | None = None
    origin: str = ""
    filled_in: dict[Symbol, Size] | None = None

    @classmethod
    def between(
        cls,
        place: str,
        left: Facts,
        right: Facts,
        origin: str = "",
        *,
        made_before: int | None = None,
        filled_in: dict[Symbol, Size] | None = None,
    ) -> Joiner:
        """Begin to join the values of two paths with what is known on them.

        Args:
            place: Names the sizes that differ; the same place gives the same fresh size on every visit, so
                that loops come to a fixed point.
            left: The facts of one path.
            right: The facts of the other.
            origin: Names what decides which path was taken.
            made_before: See the attribute.
            filled_in: See the attribute; what is found is put into it.
        """
        merger = Merger(place, left, right)
        return cls(merger, origin=origin, made_before=made_before, filled_in=filled_in)

    def at(self, name: str) -> Joiner:
        """Go to a part of what is joined."""
        part = f"{self.part}/{name}" if self.part else name
        return Joiner(self.merger, part, self.made_before, self.origin, self.filled_in)

    def is_made_anew(self, value: Value) -> bool:
        """Tell whether each iteration of a loop makes an object of its own, which a value may be."""
        if self.made_before is None:
            return False
        if isinstance(value, Either):
            return any(self.is_made_anew(option) for option, _ in value.options)
        return isinstance(value, Reference) and value.address > self.made_before

    def size(self, left: Size, right: Size) -> Size:
        """Join two sizes."""
        facts, others = self.merger.left, self.merger.right
        if self._is_filled_in(left, right, facts, others):
            return left
        if self._is_filled_in(right, left, others, facts):
            return right
        return self.merger.size(left, right, self.part)

    def _is_filled_in(self, given: Size, other: Size, facts: Facts, others: Facts) -> bool:
        """Tell whether a size is what callers give, where the other path has put another in its place.

        A caller may also give what is put in its place: what holds for all that can be given holds for it. It
        is one thing only as long as the same is put in its place everywhere.
        """
        symbol = symbol_of_caller(given)
        if self.filled_in is None or symbol is None or symbol in other.symbols():
            return False
        if symbol not in others.left_out or symbol in facts.left_out:
            return False
        known = {size for name, size in (*facts.links, *others.links) if name == symbol}
        return known <= {other} and self.filled_in.setdefault(symbol, other) == other

    def shape(self, left: Shape, right: Shape) -> Shape:
        """Join two shapes."""
        return self.merger.shape(left, right, self.part)


def join_values(left: Value, right: Value, joiner: Joiner) -> Value:
    """Give a value that stands for either of two; a way on which an operation was reported ends there."""
    if left == right or ends(right):
        return left
    return right if ends(left) else _join(left, right, joiner)


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
        case (Tensor(), _) | (_, Tensor()) if is_number(left) or is_number(right):
            return Choice((left, right), joiner.origin)
        case (Scalar(None), _) | (_, Scalar(None)) | (Choice(), _) | (_, Choice()):
            return _join_choices(left, right, joiner)
        case _:
            return _either(left, right, joiner)


def _either(left: Value, right: Value, joiner: Joiner) -> Value:
    """Keep both of two modules or functions, each with what holds if it is the one."""
    if isinstance(left, Chain) and isinstance(right, Chain) and joiner.made_before is not None:
        return _join_chains(left, right, joiner)
    if not isinstance(left, CALLED) or not isinstance(right, CALLED):
        mentions = unknown_from((left, right)).mentions
        return Number(mentions) if is_number(left) and is_number(right) else Unknown(mentions)
    if joiner.is_made_anew(right):
        return UNKNOWN
    facts, others = joiner.merger.left, joiner.merger.right
    options: dict[Value, Conditions] = {}
    for value, known in (*_options(left, beyond(facts, others)), *_options(right, beyond(others, facts))):
        # What either path may have given holds under the conditions of neither.
        options[value] = Conditions() if value in options else known
    decided_by = mentions_of(left) | mentions_of(right)
    return Either(tuple(options.items()), decided_by) if len(options) <= MAX_OPTIONS else UNKNOWN


def _options(value: Value, conditions: Conditions) -> Iterator[tuple[Value, Conditions]]:
    if isinstance(value, Either):
        yield from ((option, conditions.both(own)) for option, own in value.options)
    else:
        yield value, conditions


def _join_objects(left: Object, right: Object, joiner: Joiner) -> Value:
    """Join two objects of one class attribute by attribute; of other attributes only the type is known."""
    known, others = dict(left.attributes), dict(right.attributes)
    joined = [
        (name, join_values(value, others[name], joiner.at(name)))
        for name, value in known.items()
        if name in others
    ]
    # Where the other path has not stored an attribute, reading it would have failed.
    joined += [(name, value) for name, value in known.items() if name not in others and lacks(right, name)]
    joined += [(name, value) for name, value in others.items() if name not in known and lacks(left, name)]
    one_sided = (known.keys() ^ others.keys()) - {name for name, _ in joined}
    same = (left.name, left.scope) == (right.name, right.scope)
    return replace(
        left,
        attributes=tuple(joined),
        scope=left.scope if same else "",
        exact=left.exact and right.exact,
        complete=left.complete and right.complete,
        sometimes=left.sometimes | right.sometimes | (known.keys() ^ others.keys()),
        unsettled=left.unsettled | right.unsettled | one_sided,
    )


def _join_sequences(left: Items | Many | Mixed, right: Items | Many | Mixed, joiner: Joiner) -> Value:
    if isinstance(left, Items) and isinstance(right, Items) and len(left.items) == len(right.items):
        pairs = enumerate(zip(left.items, right.items, strict=True))
        return Items(tuple(join_values(a, b, joiner.at(str(i))) for i, (a, b) in pairs), left.kind)
    grown = _grown(left, right, joiner)
    if grown is not None:
        return grown
    item = join_values(_any_item(left, joiner), _any_item(right, joiner), joiner.at("item"))
    return Many(item, left.kind, _common_count(left, right))


def _grown(left: Items | Many | Mixed, right: Items | Many | Mixed, joiner: Joiner) -> Value | None:
    """Join a list with what it has grown to: it begins with the same items; None if it does not."""
    first, second = sorted((parts_of(left) or (), parts_of(right) or ()), key=len)
    if left.kind == "size" or not first or first != second[: len(first)] or len(first) == len(second):
        return None
    last = first[-1]
    if isinstance(last, Many):
        first, second = first[:-1], second[len(first) - 1 :]
    else:
        second = second[len(first) :]
    if any(isinstance(part, Many) for part in second[1:]):
        return None
    item = _any_item(
        Mixed(tuple(part if isinstance(part, Many) else Items((part,)) for part in second)), joiner
    )
    return sequence_of((*first, Many(item, left.kind)), left.kind)


def _join_chains(left: Chain, right: Chain, joiner: Joiner) -> Value:
    """Join what an iteration of a loop has made of an `nn.Sequential` with what it was."""
    before, after = sequence_of(left.modules, "list"), sequence_of(right.modules, "list")
    joined = _join_sequences(before, after, joiner)
    return Chain(parts_of(joined) or (), left.named | right.named, several=left.several or right.several)


def _join_tensors(left: Tensor, right: Tensor, joiner: Joiner) -> Value:
    if left.library != right.library:
        return unknown_from((left, right))
    if not _are_alike(left, right):
        return Choice((left, right), joiner.origin)
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


def _are_alike(left: Value, right: Value) -> bool:
    """Tell whether two values are joined into one: tensors of different ranks are kept as a choice."""
    if isinstance(left, Tensor) and isinstance(right, Tensor) and left.library == right.library:
        return left.shape.rank == right.shape.rank or None in {left.shape.rank, right.shape.rank}
    if isinstance(left, Integer) and isinstance(right, Integer):
        return True
    return left == right or not (_is_kept(left) and _is_kept(right))


def _is_kept(value: Value) -> bool:
    return isinstance(value, _KEPT) or is_number(value)


def _join_choices(left: Value, right: Value, joiner: Joiner) -> Value:
    """Join values that may be None or of several ranks, which is decided as that of either is."""
    joined, mentions = _join_options(left, right, joiner), mentions_of(left) | mentions_of(right)
    return with_mentions(joined, mentions) if isinstance(joined, Choice) else joined


def _join_options(left: Value, right: Value, joiner: Joiner) -> Value:
    """Join values that may be None or of several ranks: what is alike is joined."""
    if isinstance(left, Choice) and isinstance(right, Choice) and _are_decided_alike(left, right):
        pairs = enumerate(zip(left.options, right.options, strict=True))
        return choice_of(
            tuple(join_values(a, b, joiner.at(f"option{i}")) for i, (a, b) in pairs), left.origin
        )
    if isinstance(left, Choice) != isinstance(right, Choice):
        known = _with_one_more(left, right, joiner)
        if known is not None:
            return known
    options = [
        option
        for value in (left, right)
        for option in (value.options if isinstance(value, Choice) else (value,))
    ]
    none = [option for option in options if option == NONE]
    rest = _grouped([option for option in options if option != NONE], joiner)
    if len(rest) > MAX_OPTIONS or sum(isinstance(option, Tensor) for option in rest) > MAX_RANKS:
        rest = [_unshaped(rest, joiner)]
    return choice_of((*none[:1], *rest))


def _with_one_more(left: Value, right: Value, joiner: Joiner) -> Value | None:
    """Join a tensor with the one like it among several; None where none is, or it is open what decides."""
    several, one = (left, right) if isinstance(left, Choice) else (right, left)
    if (
        not isinstance(several, Choice)
        or not isinstance(one, Tensor)
        or not (several.origin and joiner.origin)
    ):
        return None
    alike = [
        i
        for i, option in enumerate(several.options)
        if isinstance(option, Tensor) and _are_alike(one, option)
    ]
    if len(alike) != 1:
        return None
    index = alike[0]
    known = several.options[index]
    first, second = (one, known) if several is right else (known, one)
    joined = join_values(first, second, joiner.at(f"option{index}"))
    options = (*several.options[:index], joined, *several.options[index + 1 :])
    side = "right" if several is right else "left"
    return Choice(options, f"{joiner.origin} {side}, there {index} of {several.origin}")


def _are_decided_alike(left: Choice, right: Choice) -> bool:
    return left.origin == right.origin != "" and len(left.options) == len(right.options)


def _grouped(options: list[Value], joiner: Joiner) -> list[Value]:
    """Join what is alike."""
    groups: list[Value] = []
    for option in options:
        index = next((i for i, known in enumerate(groups) if _are_alike(known, option)), len(groups))
        if index == len(groups):
            groups.append(option)
        else:
            groups[index] = join_values(groups[index], option, joiner.at(f"option{index}"))
    return groups


def _unshaped(options: list[Value], joiner: Joiner) -> Value:
    """Give up which of several values it is."""
    first = options[0]
    if not all(isinstance(option, Tensor) for option in options) or not isinstance(first, Tensor):
        return unknown_from(options)
    words = {option.dtype for option in options if isinstance(option, Tensor)}
    dtype = first.dtype if len(words) == 1 else None
    return Tensor(Shape.unknown(f"{joiner.merger.place}/{joiner.part}"), first.library, dtype)
