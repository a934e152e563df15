"""Replace, drop and insert axes; where the number of axes is not known, what is certain stays known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.core.ops.arguments import Argument


def require_axis(proof: Proof, shape: Shape, axis: int, *, added: int = 0) -> None:
    """Require that an axis exists; a shape without axes lets through 0 and -1, as torch does.

    Args:
        proof: Whose operation the message names.
        shape: The operand.
        axis: Counted from either end.
        added: How many axes the operation adds: the axis is counted in its result.

    Raises:
        Mismatch: if there is certainly no such axis.
    """
    reach = None if shape.rank is None else max(shape.rank + added, 1)
    if reach is not None and not -reach <= axis < reach:
        raise Mismatch("shape-rank", messages.axis_out_of_range(proof.operation, shape.label, shape, axis))


def require_known_axes(proof: Proof, shape: Shape, dim: Argument) -> None:
    """Require that those axes exist whose numbers are known; for operations that keep the shape.

    Raises:
        Mismatch: if there is certainly no such axis.
    """
    for axis in dim if isinstance(dim, tuple) else (dim,):
        number = axis.number if isinstance(axis, Size) else None
        if number is not None:
            require_axis(proof, shape, number)


def require_own_axis(proof: Proof, shape: Shape, axis: int) -> None:
    """Require that an axis exists, and that there are axes.

    Raises:
        Mismatch: if there is certainly no such axis.
    """
    require_axis(proof, shape, axis)
    if shape.rank == 0:
        raise Mismatch("shape-rank", messages.axis_out_of_range(proof.operation, shape.label, shape, axis))


def replace_axis(proof: Proof, shape: Shape, axis: int, *parts: Part) -> Shape:
    """Put parts in the place of an axis.

    Raises:
        Mismatch: if there is certainly no such axis.

    >>> from conformable.core.shapes import Variadic
    >>> proof = Proof()
    >>> replace_axis(proof, Shape.of(2, 3, 4), 1)
    Shape("2 4")
    >>> replace_axis(proof, Shape.of(2, Variadic("rest"), 3, 4), 1)
    Shape("2 ... 4")
    """
    require_axis(proof, shape, axis)
    if shape.rank == 0:
        return Shape(())
    position = shape.position(axis)
    if position is not None:
        return Shape(shape.replace(position, *parts).parts)
    left, right = axis - len(shape.before) + 1, -axis - len(shape.after)
    return _ends(proof, shape, before=right if axis < 0 else 0, after=left if axis >= 0 else 0)


def insert_axis(proof: Proof, shape: Shape, axis: int, part: Part) -> Shape:
    """Insert a part, so that it becomes this axis of the result.

    Raises:
        Mismatch: if the result certainly has no such axis.

    >>> from conformable.core.shapes import Variadic
    >>> insert_axis(Proof(), Shape.of(Variadic("batch"), 3), -1, ONE)
    Shape("*batch 3 1")
    """
    require_axis(proof, shape, axis, added=1)
    certain = axis <= len(shape.before) if axis >= 0 else -axis - 1 <= len(shape.after)
    if shape.variadic is None or certain:
        position = axis if axis >= 0 else len(shape.parts) + 1 + axis
        return Shape(shape.insert(position, part).parts)
    left, right = axis - len(shape.before), -axis - 1 - len(shape.after)
    return _ends(proof, shape, before=right if axis < 0 else 0, after=left if axis >= 0 else 0)


def drop_axes(proof: Proof, shape: Shape, axes: tuple[int, ...], *, keep: bool) -> Shape:
    """Drop axes, or make them 1 if they are kept.

    Raises:
        Mismatch: if one of them certainly does not exist, or two are the same.

    >>> drop_axes(Proof(), Shape.of(2, 3, 4), (0, -1), keep=False)
    Shape("3")
    """
    require_distinct(proof, shape, axes)
    kept = (ONE,) if keep else ()
    for axis in _from_inside(shape, axes):
        shape = replace_axis(proof, shape, axis, *kept).labelled(shape.label)
    return Shape(shape.parts)


def require_distinct(proof: Proof, shape: Shape, axes: tuple[int, ...], *, added: int = 0) -> tuple[int, ...]:
    """Require that axes exist and that no two are the same.

    Args:
        proof: Whose operation the message names.
        shape: The operand.
        axes: Counted from either end.
        added: How many axes the operation adds.

    Returns:
        The axes, counted from the left where the number of axes is known.

    Raises:
        Mismatch: if one certainly does not exist, or two are certainly the same.
    """
    for axis in axes:
        require_axis(proof, shape, axis, added=added)
    rank = None if shape.rank is None else max(shape.rank + added, 1)
    found = tuple(axes) if rank is None else tuple(axis % rank for axis in axes)
    for index, axis in enumerate(found):
        if axis in found[:index]:
            raise Mismatch("shape-op", messages.axis_given_twice(proof.operation, axes[index]))
    return found


def _ends(proof: Proof, shape: Shape, *, before: int, after: int) -> Shape:
    """Forget what stands between the ends: `before` axes left of the variadic part, `after` right of it."""
    known = max(0, len(shape.before) - before)
    return Shape((*shape.before[:known], proof.fresh_variadic(), *shape.after[after:]))


def _from_inside(shape: Shape, axes: tuple[int, ...]) -> Iterable[int]:
    """Order axes so that dropping one leaves the numbers of the next ones as they are."""
    if shape.rank:
        return sorted((axis % shape.rank for axis in axes), reverse=True)
    return (*sorted((a for a in axes if a >= 0), reverse=True), *sorted(a for a in axes if a < 0))
