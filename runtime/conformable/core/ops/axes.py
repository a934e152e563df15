"""Axes moved, reversed, added and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.comparison import at_least
from conformable.core.ops.axis_edits import (
    drop_axes,
    insert_axis,
    require_axis,
    require_distinct,
    require_known_axes,
    require_own_axis,
)
from conformable.core.ops.conditions import axis_size, parameter_size, require_equal
from conformable.core.ops.ranks import exactly, require_least_rank, require_rank
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Axes, AxisNumbers, Operands, Result
    from conformable.core.proof import Proof

TWO: Final = Size.of(2)


# --- axes moved ---------------------------------------------------------------------------------------------


@rule("torch.transpose", "torch.swapaxes", "torch.swapdims", "torch.transpose_copy", "numpy.swapaxes")
def transpose(proof: Proof, input: Shape, dim0: int, dim1: int) -> Shape:
    """Exchange two axes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.transpose.html

    >>> from conformable.core.proof import Proof
    >>> transpose(Proof(), Shape.of(2, 3, 4), 0, -1)
    Shape("4 3 2")
    """
    require_axis(proof, input, dim0)
    require_axis(proof, input, dim1)
    if input.rank == 0:
        return input
    first, second = input.position(dim0), input.position(dim1)
    if first is None or second is None:
        raise CannotTellError
    parts = list(input.parts)
    parts[first], parts[second] = parts[second], parts[first]
    return Shape(tuple(parts))


@rule("torch.permute", "torch.permute_copy")
def permute(proof: Proof, input: Shape, dims: AxisNumbers) -> Shape:
    """Put the axes into another order.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.permute.html

    >>> from conformable.core.proof import Proof
    >>> permute(Proof(), Shape.of(2, 3, 4), (2, 0, 1))
    Shape("4 2 3")
    """
    require_rank(proof, input, len(dims))
    sizes = exactly(proof, input, len(dims))
    order = require_distinct(proof, Shape(sizes, input.label), dims)
    return Shape(tuple(sizes[axis] for axis in order))


@rule("numpy.transpose", "numpy.permute_dims")
def numpy_transpose(proof: Proof, a: Shape, axes: Axes = None) -> Shape:
    """Put the axes into another order; they are reversed where none is given.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.transpose.html
    """
    return reverse(proof, a) if axes is None else permute(proof, a, axes)


@rule("numpy.ndarray.transpose")
def ndarray_transpose(proof: Proof, a: Shape, axes: AxisNumbers = ()) -> Shape:
    """Put the axes into another order; they are reversed where none is given."""
    return permute(proof, a, axes) if axes else reverse(proof, a)


@rule("torch.Tensor.T", "numpy.ndarray.T")
def reverse(proof: Proof, input: Shape) -> Shape:
    """Reverse the order of the axes.

    Source: https://docs.pytorch.org/docs/stable/tensors.html#torch.Tensor.T

    >>> from conformable.core.proof import Proof
    >>> reverse(Proof(), Shape.of(2, 3))
    Shape("3 2")
    """
    return Shape(
        tuple(proof.fresh_variadic() if isinstance(p, Variadic) else p for p in reversed(input.parts))
    )


@rule("torch.t", "torch.t_copy")
def t(proof: Proof, input: Shape) -> Shape:
    """Transpose a matrix; a vector stays as it is.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.t.html
    """
    require_rank(proof, input, 0, 1, 2)
    if input.rank is None and input.least_rank < 2:
        raise CannotTellError
    return Shape(tuple(part for part in reversed(input.parts) if isinstance(part, Size)))


@rule("torch.Tensor.H")
def conjugate_transpose(proof: Proof, input: Shape) -> Shape:
    """Transpose a matrix.

    Source: https://docs.pytorch.org/docs/stable/tensors.html#torch.Tensor.H
    """
    require_rank(proof, input, 0, 2)
    return t(proof, input)


@rule("torch.Tensor.mT", "torch.Tensor.mH", "torch.adjoint", "numpy.ndarray.mT", "numpy.matrix_transpose")
def matrix_transpose(proof: Proof, input: Shape) -> Shape:
    """Exchange the last two axes.

    Source: https://docs.pytorch.org/docs/stable/tensors.html#torch.Tensor.mT
    """
    require_least_rank(proof, input, 2)
    return transpose(proof, input, -2, -1)


@rule("torch.movedim", "torch.moveaxis", "numpy.moveaxis")
def movedim(proof: Proof, input: Shape, source: Axes, destination: Axes) -> Shape:
    """Move axes to other places; the others keep their order.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.movedim.html

    >>> from conformable.core.proof import Proof
    >>> movedim(Proof(), Shape.of(2, 3, 4), (0,), (-1,))
    Shape("3 4 2")
    """
    if source is None or destination is None or input.sizes is None:
        raise CannotTellError
    origins, places = (require_distinct(proof, input, axes) for axes in (source, destination))
    if len(origins) != len(places):
        raise Mismatch("shape-op", messages.unequal_axis_counts(proof.operation, len(origins), len(places)))
    if not input.sizes:
        return input
    rest = [size for axis, size in enumerate(input.sizes) if axis not in origins]
    for place, origin in sorted(zip(places, origins, strict=True)):
        rest.insert(place, input.sizes[origin])
    return Shape(tuple(rest))


@rule("numpy.rollaxis")
def rollaxis(proof: Proof, a: Shape, axis: int, start: int = 0) -> Shape:
    """Move an axis in front of another.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.rollaxis.html
    """
    require_axis(proof, a, axis)
    if not a.rank:
        raise CannotTellError
    origin, place = axis % a.rank, start if start >= 0 else start + a.rank
    return movedim(proof, a, (origin,), (place - 1 if origin < place else place,))


@rule("torch.rot90", "numpy.rot90")
def rot90(proof: Proof, input: Shape, k: int = 1, dims: Axes = (0, 1)) -> Shape:
    """Rotate in the plane of two axes; an odd number of quarter turns exchanges them.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.rot90.html
    """
    if dims is None:
        raise CannotTellError
    if len(dims) != 2:
        raise Mismatch("shape-op", messages.unequal_axis_counts(proof.operation, len(dims), 2))
    require_distinct(proof, input, dims)
    return transpose(proof, input, *dims) if k % 2 else input


@rule("torch.flip")
def flip(proof: Proof, input: Shape, dims: Arguments) -> Shape:
    """Reverse the order along axes; they must exist.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.flip.html
    """
    require_known_axes(proof, input, dims[0] if len(dims) == 1 else dims)
    return input


@rule("numpy.flip")
def numpy_flip(proof: Proof, m: Shape, axis: Argument = None) -> Shape:
    """Reverse the order along axes; they must exist."""
    require_known_axes(proof, m, axis)
    return m


@rule("torch.fliplr", "numpy.fliplr")
def fliplr(proof: Proof, input: Shape) -> Shape:
    """Reverse the order along axis 1."""
    require_least_rank(proof, input, 2)
    return input


@rule("torch.flipud", "numpy.flipud")
def flipud(proof: Proof, input: Shape) -> Shape:
    """Reverse the order along axis 0."""
    require_least_rank(proof, input, 1)
    return input


@rule("torch.roll")
def roll(proof: Proof, input: Shape, shifts: Argument, dims: Argument = None) -> Shape:
    """Roll along axes, each by its own number of places.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.roll.html
    """
    if shifts == ():
        raise Mismatch("shape-op", messages.unequal_axis_counts(proof.operation, 1, 0))
    for axis in dims if isinstance(dims, tuple) else (dims,):
        if isinstance(axis, Size) and axis.number is not None:
            require_own_axis(proof, input, axis.number)
    counts = [len(given) if isinstance(given, tuple) else 1 for given in (shifts, dims)]
    if dims is not None and counts[0] != counts[1] and isinstance(shifts, tuple | Size):
        raise Mismatch("shape-op", messages.unequal_axis_counts(proof.operation, counts[1], counts[0]))
    return numpy_roll(proof, input, shifts, dims)


@rule("numpy.roll")
def numpy_roll(proof: Proof, a: Shape, shift: Argument, axis: Argument = None) -> Shape:
    """Roll along axes; they must exist.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.roll.html
    """
    require_known_axes(proof, a, axis)
    return a


# --- axes of size 1 added and dropped -----------------------------------------------------------------------


@rule("torch.unsqueeze", "torch.unsqueeze_copy")
def unsqueeze(proof: Proof, input: Shape, dim: int) -> Shape:
    """Insert an axis of size 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html

    >>> from conformable.core.proof import Proof
    >>> unsqueeze(Proof(), Shape.of(2, 3), -1)
    Shape("2 3 1")
    """
    return insert_axis(proof, input, dim, ONE)


@rule("numpy.expand_dims")
def expand_dims(proof: Proof, a: Shape, axis: Axes) -> Shape:
    """Insert axes of size 1; they are counted in the result.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.expand_dims.html
    """
    if axis is None:
        raise CannotTellError
    if len(axis) == 1:
        return insert_axis(proof, a, axis[0], ONE)
    for place in sorted(require_distinct(proof, a, axis, added=len(axis))):
        if a.rank is None and place < 0:
            raise CannotTellError
        a = insert_axis(proof, a, place, ONE)
    return a


@rule("torch.squeeze", "torch.squeeze_copy")
def squeeze(proof: Proof, input: Shape, dim: Axes = None) -> Shape:
    """Drop axes of size 1; an axis that may or may not be 1 leaves the number of axes open.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html

    >>> from conformable.core.proof import Proof
    >>> squeeze(Proof(), Shape.of(2, 1, 3)), squeeze(Proof(), Shape.of(2, 1, 3), (0,))
    (Shape("2 3"), Shape("2 1 3"))
    """
    if dim is not None:
        chosen = {_place(proof, input, axis) for axis in require_distinct(proof, input, dim)}
    else:
        chosen = set(range(len(input.parts)))
    parts = [_squeezed(proof, part) if place in chosen else part for place, part in enumerate(input.parts)]
    return _with_open_run(proof, parts)


def _place(proof: Proof, shape: Shape, axis: int) -> int | None:
    place = shape.position(axis)
    if place is None and shape.rank is None:
        raise CannotTellError
    return place


def _squeezed(proof: Proof, part: Part) -> Part | None:
    """Give what is left of an axis: nothing, itself, or a run of axes if it may be 1."""
    if isinstance(part, Variadic):
        return proof.fresh_variadic()
    if proof.number(part) == 1:
        return None
    return part if at_least(part, TWO, proof.facts).same else proof.fresh_variadic()


def _with_open_run(proof: Proof, parts: list[Part | None]) -> Shape:
    """Join all runs into one, with what stands between them."""
    left = [part for part in parts if part is not None]
    runs = [index for index, part in enumerate(left) if isinstance(part, Variadic)]
    if len(runs) < 2:
        return Shape(tuple(left))
    return Shape((*left[: runs[0]], proof.fresh_variadic(), *left[runs[-1] + 1 :]))


@rule("numpy.squeeze")
def numpy_squeeze(proof: Proof, a: Shape, axis: Axes = None) -> Shape:
    """Drop axes of size 1; those that are named must have it.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.squeeze.html
    """
    if axis is None:
        return squeeze(proof, a)
    for place in require_distinct(proof, a, axis):
        size = a.axis(place)
        if size is not None:
            require_equal(proof, axis_size(a, place, size), parameter_size("1", ONE))
    return drop_axes(proof, a, axis, keep=False)


# --- at least so many axes ----------------------------------------------------------------------------------


def at_least_axes(shape: Shape, count: int) -> Shape:
    """Add axes of size 1 until there are so many: in front of one axis, behind two.

    >>> at_least_axes(Shape.of(5), 2), at_least_axes(Shape.of(5), 3)
    (Shape("1 5"), Shape("1 5 1"))
    """
    if shape.least_rank >= count:
        return shape
    if shape.rank is None:
        raise CannotTellError
    front = max(0, min(count, 2) - shape.rank)
    back = count - max(shape.rank, min(count, 2))
    return Shape((*(ONE,) * front, *shape.parts, *(ONE,) * back))


@rule("torch.atleast_1d")
def atleast_1d(proof: Proof, tensors: Operands) -> Result:
    """Make of a scalar a vector; of several tensors each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.atleast_1d.html
    """
    return _each_at_least(tensors, 1)


@rule("torch.atleast_2d")
def atleast_2d(proof: Proof, tensors: Operands) -> Result:
    """Add axes in front until there are two; of several tensors each."""
    return _each_at_least(tensors, 2)


@rule("torch.atleast_3d")
def atleast_3d(proof: Proof, tensors: Operands) -> Result:
    """Add axes until there are three; of several tensors each."""
    return _each_at_least(tensors, 3)


def _each_at_least(shapes: tuple[Shape, ...], count: int) -> Result:
    results = tuple(at_least_axes(shape, count) for shape in shapes)
    return results[0] if len(results) == 1 else results


@rule("numpy.atleast_1d")
def numpy_atleast_1d(proof: Proof, ary: Shape) -> Shape:
    """Make of a scalar a vector.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.atleast_1d.html
    """
    return at_least_axes(ary, 1)


@rule("numpy.atleast_2d")
def numpy_atleast_2d(proof: Proof, ary: Shape) -> Shape:
    """Add axes in front until there are two."""
    return at_least_axes(ary, 2)


@rule("numpy.atleast_3d")
def numpy_atleast_3d(proof: Proof, ary: Shape) -> Shape:
    """Add axes until there are three."""
    return at_least_axes(ary, 3)
