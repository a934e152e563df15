"""What stands where: places, different values, counts; how many depends on the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.broadcasting import broadcast
from conformable.core.ops.arguments import shape_of
from conformable.core.ops.axis_edits import replace_axis
from conformable.core.ops.ranks import require_rank
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Keywords, Result
    from conformable.core.proof import Proof

TEN: Final = Size.of(10)


@rule("torch.masked_select")
def masked_select(proof: Proof, input: Shape, mask: Shape) -> Shape:
    """Take the elements where a mask that broadcasts holds: nobody knows how many.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.masked_select.html
    """
    broadcast(proof, input, mask)
    return Shape((proof.fresh(least=0),))


@rule("torch.nonzero")
def nonzero(proof: Proof, input: Shape, as_tuple: bool = False) -> Result:
    """Give the places of what is not zero, one row each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nonzero.html
    """
    return nonzero_axes(proof, input) if as_tuple else argwhere(proof, input)


@rule("torch.argwhere", "numpy.argwhere")
def argwhere(proof: Proof, input: Shape) -> Shape:
    """Give the places of what is not zero, one row each."""
    columns = proof.fresh(least=0) if input.rank is None else Size.of(input.rank)
    return Shape((proof.fresh(least=0), columns))


@rule("numpy.nonzero")
def nonzero_axes(proof: Proof, input: Shape) -> Result:
    """Give the places of what is not zero: an index tensor for each axis, all of one unknown length."""
    if input.rank is None:
        raise CannotTellError
    places = Shape((proof.fresh(least=0),))
    return (places,) * max(input.rank, 1)


@rule("torch.bincount", "numpy.bincount", "numpy.extract", "numpy.flatnonzero")
def some(proof: Proof, input: Shape, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Give one axis of a length that depends on the values.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.bincount.html
    """
    return Shape((proof.fresh(least=0),))


@rule("torch.unique")
def unique(
    proof: Proof,
    input: Shape,
    sorted: Argument = None,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Result:
    """Give the different values, or the different slices of an axis; on request which of them stood where.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unique.html
    """
    count = proof.fresh(least=0)
    values = Shape((count,)) if dim is None else replace_axis(proof, input, dim, count)
    places = input if dim is None else Shape((input.axis(dim) or proof.fresh(),))
    asked = ((return_inverse, places), (return_counts, Shape((count,))))
    results = (values, *(result for wanted, result in asked if wanted))
    return results if len(results) > 1 else values


@rule("torch.unique_consecutive")
def unique_consecutive(
    proof: Proof,
    input: Shape,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Result:
    """Give the values without those that repeat their neighbour.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unique_consecutive.html
    """
    return unique(proof, input, None, return_inverse, return_counts, dim)


@rule("numpy.unique")
def numpy_unique(
    proof: Proof,
    ar: Shape,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
) -> Result:
    """Give the different values, or the different slices of an axis; on request which of them stood where.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.unique.html
    """
    count = proof.fresh(least=0)
    values = Shape((count,)) if axis is None else replace_axis(proof, ar, axis, count)
    places = ar if axis is None else Shape((ar.axis(axis) or proof.fresh(),))
    once = Shape((count,))
    asked = ((return_index, once), (return_inverse, places), (return_counts, once))
    results = (values, *(result for wanted, result in asked if wanted))
    return results if len(results) > 1 else values


@rule("torch.bucketize")
def bucketize(
    proof: Proof, input: Shape, boundaries: Shape, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Look up each element on its own among boundaries in order.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.bucketize.html
    """
    require_rank(proof, boundaries, 1)
    return input


@rule("torch.isin", "numpy.isin", "numpy.digitize", "numpy.interp")
def looked_up(
    proof: Proof, input: Shape, among: Argument, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Look up each element on its own.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.isin.html
    """
    return input


@rule("torch.searchsorted", "numpy.searchsorted")
def searchsorted(
    proof: Proof, sorted_sequence: Argument, input: Shape, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Look up each element of the second argument.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.searchsorted.html
    """
    return input


@rule("torch.nonzero_static")
def nonzero_static(proof: Proof, input: Shape, size: Size, fill_value: Argument = None) -> Shape:
    """Give so many places of what is not zero, one row each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nonzero_static.html
    """
    return Shape((size, proof.fresh(least=0) if input.rank is None else Size.of(input.rank)))


@rule("torch.unravel_index", "numpy.unravel_index")
def unravel_index(proof: Proof, indices: Shape, shape: Argument) -> Result:
    """Turn indices into a flat tensor into an index for each axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unravel_index.html
    """
    match shape:
        case Size():
            return (indices,)
        case tuple() if all(isinstance(size, Size) for size in shape):
            return (indices,) * len(shape)
        case _:
            raise CannotTellError


@rule("torch.histogram", "numpy.histogram")
def histogram(proof: Proof, input: Shape, bins: Argument = TEN, options: Keywords = ()) -> Result:
    """Count values in bins; give the counts and the edges of the bins.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.histogram.html
    """
    if isinstance(bins, Size):
        return (Shape((bins,)), Shape((bins + 1,)))
    edges = shape_of(bins, proof).axis(0)
    if edges is None:
        raise CannotTellError
    return (Shape((edges - 1,)), Shape((edges,)))


@rule("numpy.intersect1d", "numpy.setdiff1d", "numpy.setxor1d", "numpy.union1d")
def set_operation(proof: Proof, ar1: Argument, ar2: Argument) -> Shape:
    """Give the values in one or both arrays: nobody knows how many.

    Source: https://numpy.org/doc/stable/reference/routines.set.html
    """
    return Shape((proof.fresh(least=0),))
