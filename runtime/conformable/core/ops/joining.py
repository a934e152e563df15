"""Tensors joined along an axis, old or new, and tensors brought to a common shape."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.arithmetic import floor_divide
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import at_least
from conformable.core.ops.arguments import Repeated
from conformable.core.ops.axes import at_least_axes
from conformable.core.ops.axis_edits import insert_axis, replace_axis, require_axis
from conformable.core.ops.conditions import axis_size, require_equal
from conformable.core.ops.ranks import exactly, require_least_rank, require_rank
from conformable.core.ops.registry import rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.remembering import remembered
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import ONE, Size, product, total

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Operands, Result, Runs, Shapes
    from conformable.core.proof import Proof


# --- along an axis ------------------------------------------------------------------------------------------


@remembered
def joined(proof: Proof, shapes: tuple[Shape, ...], dim: int) -> Shape:
    """Join tensors along an axis; all other axes must have the same size.

    Raises:
        Mismatch: if they certainly have not, or the numbers of axes differ.

    >>> from conformable.core.proof import Proof
    >>> joined(Proof(), (Shape.of(2, 3), Shape.of(2, 5)), 1)
    Shape("2 8")
    """
    if not shapes:
        raise CannotTellError
    for shape in shapes:
        require_least_rank(proof, shape, 1)
        require_axis(proof, shape, dim)
    aligned = _of_one_rank(proof, shapes)
    first, *others = aligned
    for other in others:
        _require_same_elsewhere(proof, first, other, dim)
    sizes = [shape.axis(dim) for shape in aligned]
    known = [size for size in sizes if size is not None]
    length = total(known) if len(known) == len(sizes) else proof.fresh()
    return replace_axis(proof, first, dim, length)


def _of_one_rank(proof: Proof, shapes: tuple[Shape, ...]) -> list[Shape]:
    """Read all shapes as of one rank, where one of them has a known rank."""
    rank = next((shape.rank for shape in shapes if shape.rank is not None), None)
    if rank is None:
        return list(shapes)
    for shape in shapes:
        if shape.rank not in {None, rank} or shape.least_rank > rank:
            raise Mismatch("shape-rank", messages.ranks_differ(proof.operation, shapes[0], shape))
    return [Shape(exactly(proof, shape, rank), shape.label) for shape in shapes]


def _require_same_elsewhere(proof: Proof, left: Shape, right: Shape, dim: int) -> None:
    """Require equal sizes on all axes but one, counted from the end that it is counted from."""
    if left.rank is not None:
        axes = [axis for axis in range(left.rank) if axis != dim % left.rank]
    elif dim >= 0:
        axes = [axis for axis in range(min(len(left.before), len(right.before))) if axis != dim]
    else:
        axes = [axis for axis in range(-min(len(left.after), len(right.after)), 0) if axis != dim]
    for axis in axes:
        mine, other = left.axis(axis), right.axis(axis)
        if mine is not None and other is not None:
            require_equal(proof, axis_size(left, axis, mine), axis_size(right, axis, other))


@rule("torch.cat", "torch.concat", "torch.concatenate")
def cat(proof: Proof, tensors: Runs, dim: int = 0) -> Shape:
    """Join tensors along an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cat.html

    >>> from conformable.core.proof import Proof
    >>> cat(Proof(), (Repeated(Shape.of(2, 3), Size.of(4)), Repeated(Shape.of(2, 1), ONE)), 1)
    Shape("2 13")
    """
    single = tuple(run.item for run in tensors if run.count == ONE)
    if len(single) == len(tensors):
        return joined(proof, _without_empty(proof, single), dim)
    shape = joined(proof, tuple(run.item for run in tensors), dim)
    lengths = [(run.item.axis(dim), run.count) for run in tensors]
    known = [size * count for size, count in lengths if size is not None]
    return replace_axis(proof, shape, dim, total(known) if len(known) == len(lengths) else proof.fresh())


def _joined_alike(proof: Proof, tensors: Repeated, dim: int) -> Shape:
    size = tensors.item.axis(dim)
    return replace_axis(proof, tensors.item, dim, proof.fresh() if size is None else size * tensors.count)


def _without_empty(proof: Proof, shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Leave out vectors of size 0 where the others have more axes: torch joins them to anything."""
    if all(shape.rank == 1 for shape in shapes):
        return shapes
    vectors = [shape for shape in shapes if shape.rank == 1]
    if any(shape.before[0].number != 0 and not _not_empty(proof, shape) for shape in vectors):
        raise CannotTellError
    return tuple(shape for shape in shapes if shape.rank != 1 or _not_empty(proof, shape))


def _not_empty(proof: Proof, vector: Shape) -> bool:
    return at_least(vector.before[0], ONE, proof.facts).same


@rule("numpy.concatenate", "numpy.concat")
def concatenate(proof: Proof, arrays: Shapes, axis: int | None = 0) -> Shape:
    """Join arrays along an axis, or laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html
    """
    if axis is None:
        if isinstance(arrays, Repeated):
            return Shape((element_count(arrays.item) * arrays.count,))
        return Shape((total(map(element_count, arrays)),))
    return _joined_alike(proof, arrays, axis) if isinstance(arrays, Repeated) else joined(proof, arrays, axis)


@rule("numpy.append")
def append(proof: Proof, arr: Shape, values: Shape, axis: int | None = None) -> Shape:
    """Join two arrays along an axis, or laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.append.html
    """
    return concatenate(proof, (arr, values), axis)


@rule("torch.stack", "numpy.stack")
def stack(proof: Proof, tensors: Runs, dim: int = 0) -> Shape:
    """Join tensors of one shape along a new axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.stack.html

    >>> from conformable.core.proof import Proof
    >>> stack(Proof(), (Repeated(Shape.of(2, 3), Size.of(4)), Repeated(Shape.of(2, 3), ONE)), -1)
    Shape("2 3 5")
    """
    if not tensors:
        raise CannotTellError
    first, *others = _of_one_rank(proof, tuple(run.item for run in tensors))
    for other in others:
        _require_same(proof, first, other)
    return insert_axis(proof, first, dim, total([run.count for run in tensors]))


def _require_same(proof: Proof, left: Shape, right: Shape) -> None:
    fronts = range(min(len(left.before), len(right.before)))
    for axis in (*fronts, *range(-min(len(left.after), len(right.after)), 0)):
        mine, other = left.axis(axis), right.axis(axis)
        if mine is not None and other is not None:
            require_equal(proof, axis_size(left, axis, mine), axis_size(right, axis, other))


@rule("torch.hstack", "numpy.hstack")
def hstack(proof: Proof, tensors: Shapes) -> Shape:
    """Join vectors along axis 0, other tensors along axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.hstack.html
    """
    shapes = _all_at_least(_listed(tensors), 1)
    if shapes[0].rank is None:
        raise CannotTellError
    return joined(proof, shapes, 0 if shapes[0].rank == 1 else 1)


@rule("torch.vstack", "torch.row_stack", "numpy.vstack", "numpy.row_stack")
def vstack(proof: Proof, tensors: Shapes) -> Shape:
    """Join tensors of at least two axes along axis 0.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.vstack.html
    """
    if isinstance(tensors, Repeated):
        return _joined_alike(proof, Repeated(at_least_axes(tensors.item, 2), tensors.count), 0)
    return joined(proof, _all_at_least(tensors, 2), 0)


@rule("torch.dstack", "numpy.dstack")
def dstack(proof: Proof, tensors: Shapes) -> Shape:
    """Join tensors of at least three axes along axis 2.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.dstack.html
    """
    return joined(proof, _all_at_least(_listed(tensors), 3), 2)


@rule("torch.column_stack", "numpy.column_stack")
def column_stack(proof: Proof, tensors: Shapes) -> Shape:
    """Join vectors as columns, matrices along axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.column_stack.html
    """
    columns = tuple(_as_columns(shape) for shape in _listed(tensors))
    return joined(proof, columns, 1)


def _listed(tensors: Shapes) -> tuple[Shape, ...]:
    if isinstance(tensors, Repeated):
        raise CannotTellError
    if not tensors:
        raise CannotTellError
    return tensors


def _all_at_least(shapes: tuple[Shape, ...], count: int) -> tuple[Shape, ...]:
    return tuple(at_least_axes(shape, count).labelled(shape.label) for shape in shapes)


def _as_columns(shape: Shape) -> Shape:
    if shape.rank is None:
        raise CannotTellError
    missing = max(0, 2 - shape.rank)
    return Shape((*shape.parts, *(ONE,) * missing), shape.label)


@rule("torch.block_diag")
def block_diag(proof: Proof, tensors: Operands) -> Shape:
    """Put matrices on the diagonal of one; a vector is a row.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.block_diag.html
    """
    for tensor in tensors:
        require_rank(proof, tensor, 0, 1, 2)
    sizes = [exactly(proof, at_least_axes(tensor, 2), 2) for tensor in tensors]
    return Shape((total(rows for rows, _ in sizes), total(columns for _, columns in sizes)))


# --- to a common shape --------------------------------------------------------------------------------------


@rule("torch.broadcast_tensors", "numpy.broadcast_arrays")
def broadcast_tensors(proof: Proof, tensors: Operands) -> Result:
    """Stretch tensors to the shape that they broadcast to.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.broadcast_tensors.html
    """
    return (broadcast(proof, Shape(()), *tensors),) * len(tensors)


@rule("torch.broadcast_shapes", "numpy.broadcast_shapes")
def broadcast_shapes(proof: Proof, shapes: Arguments) -> Result:
    """Give the sizes that shapes broadcast to.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.broadcast_shapes.html
    """
    sizes = broadcast(proof, Shape(()), *(_of_sizes(shape) for shape in shapes)).sizes
    if sizes is None:
        raise CannotTellError
    return sizes


def _of_sizes(shape: Argument) -> Shape:
    items = shape if isinstance(shape, tuple) else (shape,)
    parts = tuple(item for item in items if isinstance(item, Part))
    if len(parts) < len(items):
        raise CannotTellError
    return Shape(parts)


@rule("torch.meshgrid")
def meshgrid(proof: Proof, tensors: Operands, indexing: str = "ij") -> Result:
    """Make a grid of the values of vectors.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.meshgrid.html

    >>> from conformable.core.proof import Proof
    >>> meshgrid(Proof(), (Shape.of(2), Shape.of(3)), "xy")
    (Shape("3 2"), Shape("3 2"))
    """
    if len(tensors) == 1 and tensors[0].rank is None:
        # It may be a list of tensors.
        raise CannotTellError
    sizes = []
    for tensor in tensors:
        require_rank(proof, tensor, 0, 1)
        size = ONE if tensor.rank == 0 else tensor.axis(0)
        sizes.append(proof.fresh() if size is None or tensor.rank is None else size)
    if indexing == "xy":
        sizes[:2] = reversed(sizes[:2])
    return (Shape(tuple(sizes)),) * len(sizes)


@rule("numpy.meshgrid")
def numpy_meshgrid(proof: Proof, arrays: Operands, indexing: str = "xy") -> Result:
    """Make a grid of the values of vectors.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.meshgrid.html
    """
    if any(array.rank != 1 for array in arrays):
        raise CannotTellError
    return meshgrid(proof, arrays, indexing)


@rule("torch.cartesian_prod")
def cartesian_prod(proof: Proof, tensors: Operands) -> Shape:
    """Give all combinations of the values of vectors, one row each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cartesian_prod.html
    """
    for tensor in tensors:
        require_rank(proof, tensor, 1)
    sizes = [exactly(proof, tensor, 1)[0] for tensor in tensors]
    return Shape((sizes[0],)) if len(sizes) == 1 else Shape((product(sizes), Size.of(len(sizes))))


@rule("torch.combinations")
def combinations(proof: Proof, input: Shape, r: int = 2, with_replacement: bool = False) -> Shape:
    """Give all choices of `r` values of a vector, one row each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.combinations.html
    """
    require_rank(proof, input, 1)
    size = exactly(proof, input, 1)[0] + (r - 1 if with_replacement else 0)
    if size.number is not None:
        rows = Size.of(comb(size.number, r))
    else:
        rows = floor_divide(size * (size - 1), Size.of(2)) if r == 2 else proof.fresh(least=0)
    return Shape((rows, Size.of(r)))
