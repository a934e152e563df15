"""The shape of `x[index]`: integers, slices, `None`, `...` and index arrays."""

from __future__ import annotations

from dataclasses import field
from types import EllipsisType
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.arithmetic import floor_divide
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import Verdict, at_least, compare_one_or
from conformable.core.immutable import dataclass
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.facts import Facts


@dataclass(frozen=True, slots=True)
class Slice:
    """`start:stop:step`; None where a bound is left out.

    Attributes:
        start: The first index.
        stop: The index after the last one.
        step: The distance between two.
        negated: The bounds that are written with a minus in front, as `-k` in `x[:-k]`.
    """

    start: Size | None = None
    stop: Size | None = None
    step: Size | None = None
    negated: frozenset[str] = field(default=frozenset(), kw_only=True)


@dataclass(frozen=True, slots=True)
class MaskAxis:
    """One axis of a boolean mask: as long as the axis it stands at, of which it selects some elements.

    Attributes:
        mask: The shape of the mask.
        axis: Which axis of the mask it is.
        selected: The shape of what the mask selects, the same for all its axes.
    """

    mask: Shape
    axis: int
    selected: Shape


Index = Size | Slice | Shape | MaskAxis | None | EllipsisType
"""An index: an integer, a slice, an integer array of that shape, a new axis, or all axes that are left."""


def index_shape(
    proof: Proof, shape: Shape, indices: Sequence[Index], *, integers_first: bool = True
) -> Shape:
    """Give the shape of a tensor after indexing.

    Integer arrays are broadcast together; their axes stand where the arrays stood if these stood side by
    side, else in front (https://numpy.org/doc/stable/user/basics.indexing.html). To NumPy an integer is such
    an array, and `...` always separates two of them; torch applies integers first, so that `x[0, :, array]`
    has the array's axes behind.

    Args:
        proof: What is known; learns that integers lie inside their axes.
        shape: The shape of the tensor.
        indices: What stands in the brackets.
        integers_first: As torch does; not as NumPy does.

    Raises:
        Mismatch: if there are more indices than axes, or an integer lies outside its axis for all sizes.
        CannotTellError: if the result cannot be told.

    >>> index_shape(Proof(), Shape.of(2, 3, 4), (..., None, Size.of(0)))
    Shape("2 3 1")
    """
    if sum(index is ... for index in indices) > 1:
        raise CannotTellError
    before, after, has_ellipsis = _split(indices)
    taken = sum(map(_consumes, indices))
    if shape.rank is not None and taken > shape.rank:
        raise Mismatch("shape-rank", messages.too_many_indices(shape, taken))
    head, rest = _take(proof, shape, before)
    if not has_ellipsis:
        return _placed(proof, _joined(head, rest), integers_first=integers_first)
    tail, middle = _take_from_end(proof, rest, after)
    separator = () if integers_first else (_Piece(()),)
    return _placed(proof, [*_joined(head, middle), *separator, *tail], integers_first=integers_first)


def store(proof: Proof, target: Shape, value: Shape) -> None:
    """Require that a value can be stored in a part of a tensor: it broadcasts to the part's shape.

    Raises:
        Mismatch: if it certainly cannot.
    """
    if target.rank is None or value.rank is None:
        return
    # Axes that the part does not have must be 1.
    wanted_sizes = (ONE,) * (len(value.before) - len(target.before)) + target.before
    for got, wanted in zip(reversed(value.before), reversed(wanted_sizes), strict=False):
        witness = compare_one_or(got, wanted, proof.facts).witness
        if witness is not None:
            raise Mismatch("shape-broadcast", messages.stored_shape(target, value), witness)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one index leaves: parts of the result, or an index array that is still to be broadcast."""

    parts: tuple[Part, ...]
    array: Shape | None = None
    integer: bool = False


def _split(indices: Sequence[Index]) -> tuple[tuple[Index, ...], tuple[Index, ...], bool]:
    for position, index in enumerate(indices):
        if index is ...:
            return tuple(indices[:position]), tuple(indices[position + 1 :]), True
    return tuple(indices), (), False


def _consumes(index: Index) -> int:
    return 0 if index is None or index is ... else 1


def _take(proof: Proof, shape: Shape, indices: tuple[Index, ...]) -> tuple[list[_Piece], Shape]:
    """Apply indices from the left."""
    pieces: list[_Piece] = []
    axis = 0
    for index in indices:
        if not _consumes(index):
            pieces.append(_Piece((ONE,)))
            continue
        size = shape.axis(axis)
        if size is None:
            raise CannotTellError
        pieces.append(_apply(proof, shape, axis, size, index))
        axis += 1
    return pieces, Shape(shape.parts[axis:], shape.label)


def _take_from_end(proof: Proof, shape: Shape, indices: tuple[Index, ...]) -> tuple[list[_Piece], Shape]:
    """Apply indices from the right, as they stand behind `...`."""
    pieces: list[_Piece] = []
    axis = -sum(map(_consumes, indices))
    kept = len(shape.parts) + axis
    for index in indices:
        if not _consumes(index):
            pieces.append(_Piece((ONE,)))
            continue
        size = shape.axis(axis)
        if size is None:
            raise CannotTellError
        pieces.append(_apply(proof, shape, axis, size, index))
        axis += 1
    return pieces, Shape(shape.parts[:kept], shape.label)


def _apply(proof: Proof, shape: Shape, axis: int, size: Size, index: Index) -> _Piece:
    match index:
        case Slice():
            return _Piece((_sliced(proof, size, index),))
        case Shape():
            return _Piece((), index)
        case MaskAxis():
            _require_mask_fits(proof, shape, axis, size, index)
            return _Piece((), index.selected)
        case Size():
            _require_inside(proof, shape, axis, size, index)
            return _Piece((), integer=True)
        case _:
            raise CannotTellError


def _require_mask_fits(proof: Proof, shape: Shape, axis: int, size: Size, index: MaskAxis) -> None:
    """Refuse a mask that is not as long as the axis it stands at (NumPy and torch both do)."""
    length = index.mask.axis(index.axis)
    witness = proof.differ(size, length) if length is not None else None
    if witness is not None:
        message = messages.mask_sizes_differ((shape, axis), (index.mask, index.axis))
        raise Mismatch("shape-broadcast", message, witness)


def _require_inside(proof: Proof, shape: Shape, axis: int, size: Size, position: Size) -> None:
    """Refuse an integer that lies outside its axis for all sizes; learn that it lies inside."""
    number = proof.number(position)
    if number is None:
        return
    needed = Size.of(number + 1 if number >= 0 else -number)
    if proof.below(size, needed).different:
        raise Mismatch("shape-op", messages.index_out_of_range(shape, axis, number))


def _sliced(proof: Proof, size: Size, index: Slice) -> Size:
    """Give the number of elements that a slice keeps, provided that its bounds lie inside the axis."""
    stride = 1 if index.step is None else proof.number(index.step)
    if stride == -1 and index.start is None and index.stop is None:
        return size
    if stride is None or stride <= 0:
        return proof.fresh(least=0)
    facts = proof.facts
    start = _bound(proof, index.start or ZERO, size, negated="start" in index.negated)
    stop = size if index.stop is None else _bound(proof, index.stop, size, negated="stop" in index.negated)
    if start is None or stop is None:
        return proof.fresh(least=0)
    length = stop - start
    if proof.below(length, ZERO).different:
        if all(bound is None or _has_known_sign(bound, facts) for bound in (index.start, index.stop)):
            return ZERO
        # Nobody takes nothing on purpose: a bound that may be negative is then meant from the other end.
        proof.facts = facts
        return proof.fresh(least=0)
    return floor_divide(length + stride - 1, Size.of(stride))


def _bound(proof: Proof, bound: Size, size: Size, *, negated: bool) -> Size | None:
    """Give where a bound lies, counted from the left; that it lies inside is assumed where it can be.

    `x[:-k]` leaves the last `k` out, but for `k = 0`, where it leaves nothing: that `k` is more is assumed.

    Returns:
        Where it lies; None for one such as `k - n` of an axis `n`, which may be meant from either end.
    """
    if bound.number is None and (negated or all(factor < 0 for _, factor in bound.terms)):
        negative = not proof.below(-bound, ONE).different
    elif _may_be_meant_from_either_end(proof, bound, size):
        return None
    else:
        negative = proof.below(bound, ZERO).different
    position = size + bound if negative else bound
    if negative:
        return ZERO if proof.below(position, ZERO).different else position
    return size if proof.below(size, position).different else position


def _may_be_meant_from_either_end(proof: Proof, bound: Size, size: Size) -> bool:
    own = frozenset(size.symbols())
    is_less_size = any(
        factor < 0 and not own.isdisjoint(Size(((monomial, factor),)).symbols())
        for monomial, factor in bound.terms
    )
    return is_less_size and not _has_known_sign(bound, proof.facts)


def _has_known_sign(bound: Size, facts: Facts) -> bool:
    return at_least(bound, ZERO, facts).verdict is not Verdict.UNKNOWN


def _joined(pieces: list[_Piece], rest: Shape) -> list[_Piece]:
    return [*pieces, *(_Piece((part,)) for part in rest.parts)]


def _placed(proof: Proof, pieces: list[_Piece], *, integers_first: bool) -> Shape:
    """Put the axes of broadcast index arrays in their place."""
    if integers_first:
        pieces = [piece for piece in pieces if not piece.integer]
    arrays = [position for position, piece in enumerate(pieces) if piece.array is not None]
    plain = [part for piece in pieces for part in piece.parts]
    if not arrays:
        return Shape(tuple(plain))
    advanced = [position for position, piece in enumerate(pieces) if piece.array is not None or piece.integer]
    together = broadcast(proof, *(pieces[position].array or Shape(()) for position in arrays))
    adjacent = advanced == list(range(advanced[0], advanced[-1] + 1))
    split = sum(len(piece.parts) for piece in pieces[: advanced[0]]) if adjacent else 0
    if together.variadic is not None and any(not isinstance(part, Size) for part in plain):
        raise CannotTellError
    return Shape((*plain[:split], *together.parts, *plain[split:]))
