"""Read a shape as one with a certain number of axes, as far as its rank is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.proof import CannotTellError, Mismatch

if TYPE_CHECKING:
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part, Shape
    from conformable.core.sizes import Size


def require_rank(proof: Proof, shape: Shape, *ranks: int) -> None:
    """Require that a shape has one of these numbers of axes.

    Raises:
        Mismatch: if it certainly has not.
    """
    fits = shape.least_rank <= max(ranks) if shape.variadic is not None else len(shape.parts) in ranks
    if not fits:
        wanted = messages.axis_counts(ranks)
        raise Mismatch("shape-rank", messages.operand_rank(proof.operation, shape.label, shape, wanted))


def require_least_rank(proof: Proof, shape: Shape, rank: int) -> None:
    """Require that a shape has at least so many axes.

    Raises:
        Mismatch: if it certainly has fewer.
    """
    if shape.rank is not None and shape.rank < rank:
        wanted = messages.axis_count(rank + 1, at_least=True)
        raise Mismatch("shape-rank", messages.operand_rank(proof.operation, shape.label, shape, wanted))


def exactly(proof: Proof, shape: Shape, rank: int) -> tuple[Size, ...]:
    """Give the sizes of a shape that must have so many axes; those that are not known are fresh.

    Raises:
        Mismatch: if it certainly has another number of axes.

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape, Variadic
    >>> exactly(Proof(), Shape.of(2, Variadic("rest"), 3), 4)
    (<2>, <_>, <_>, <3>)
    """
    require_rank(proof, shape, rank)
    missing = rank - shape.least_rank
    return (*shape.before, *(proof.fresh() for _ in range(missing)), *shape.after)


def trailing(proof: Proof, shape: Shape, count: int) -> tuple[tuple[Part, ...], tuple[Size, ...]]:
    """Split off the last axes; those that are not known are fresh.

    Raises:
        Mismatch: if there are certainly fewer.

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape, Variadic
    >>> trailing(Proof(), Shape.of(Variadic("batch"), 2, 3), 1)
    ((Variadic(name='batch', scope='', rigid=True, occurrence=''), <2>), (<3>,))
    """
    _, middle, back = around(proof, shape, 0, count)
    return middle, back


def around(
    proof: Proof, shape: Shape, front: int, back: int, *, run: bool = True
) -> tuple[tuple[Size, ...], tuple[Part, ...], tuple[Size, ...]]:
    """Split off the first and the last axes; those that are not known are fresh.

    Args:
        proof: Whose operation a message names.
        shape: The operand.
        front: How many axes to split off in front.
        back: How many at the back.
        run: Whether there may be axes between them.

    Raises:
        Mismatch: if there are certainly fewer, or more although there may be none between.
    """
    if not run:
        sizes = exactly(proof, shape, front + back)
        return sizes[:front], (), sizes[front:]
    if shape.variadic is None:
        if len(shape.before) < front + back:
            wanted = messages.axis_count(front + back + 1, at_least=True)
            raise Mismatch("shape-rank", messages.operand_rank(proof.operation, shape.label, shape, wanted))
        end = len(shape.before) - back
        return shape.before[:front], shape.before[front:end], shape.before[end:]
    return _around_run(proof, shape, front, back)


def position(proof: Proof, shape: Shape, axis: int) -> int:
    """Give the index of the part at which an axis, counted from either end, stands.

    Raises:
        Mismatch: if there is certainly no such axis.
        CannotTellError: if the axis may lie in the variadic part.
    """
    found = shape.position(axis)
    if found is not None:
        return found
    if shape.rank is None or (shape.rank == 0 and axis in {0, -1}):
        raise CannotTellError
    raise Mismatch("shape-rank", messages.axis_out_of_range(proof.operation, shape.label, shape, axis))


def _around_run(
    proof: Proof, shape: Shape, front: int, back: int
) -> tuple[tuple[Size, ...], tuple[Part, ...], tuple[Size, ...]]:
    before, after = shape.before, shape.after
    fits = len(before) >= front and len(after) >= back
    first = (*before[:front], *(proof.fresh() for _ in range(front - len(before))))
    last = (*(proof.fresh() for _ in range(back - len(after))), *after[max(0, len(after) - back) :])
    if not fits:
        return first, (proof.fresh_variadic(),), last
    return first, shape.parts[front : len(shape.parts) - back], last
