"""Values of an axis put in order, and the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops.axis_edits import drop_axes, replace_axis, require_known_axes
from conformable.core.ops.conditions import axis_size, parameter_size, require_least
from conformable.core.ops.reductions import numpy_cumulative
from conformable.core.ops.registry import rule
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Keywords, Result
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape

LAST: Final = Size.of(-1)


@rule("torch.kthvalue")
def kthvalue(proof: Proof, input: Shape, k: Size, dim: int = -1, keepdim: bool = False) -> Result:
    """Reduce an axis that has at least `k` values, and say where the values were.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.kthvalue.html
    """
    _require_values(proof, input, dim, k)
    result = drop_axes(proof, input, (dim,), keep=keepdim)
    return (result, result)


@rule("torch.topk")
def topk(
    proof: Proof, input: Shape, k: Size, dim: int = -1, others: Arguments = (), options: Keywords = ()
) -> Result:
    """Keep `k` values of an axis and say where they were.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.topk.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> topk(Proof(), Shape.of(2, 8), Size.of(3))
    (Shape("2 3"), Shape("2 3"))
    """
    _require_values(proof, input, dim, k)
    result = replace_axis(proof, input, dim, k)
    return (result, result)


def _require_values(proof: Proof, input: Shape, dim: int, k: Size) -> None:
    size = ONE if input.rank == 0 else input.axis(dim)
    if size is not None:
        require_least(proof, axis_size(input, dim, size), parameter_size("k", k))


@rule("torch.sort", "torch.cummax", "torch.cummin")
def sort(
    proof: Proof, input: Shape, dim: Argument = None, others: Arguments = (), options: Keywords = ()
) -> Result:
    """Keep the shape and say where the values were.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.sort.html
    """
    require_known_axes(proof, input, dim)
    return (input, input)


@rule("numpy.sort", "numpy.argsort")
def numpy_sort(proof: Proof, a: Shape, axis: Argument = LAST, options: Keywords = ()) -> Shape:
    """Keep the shape, or lay the array out flat where the axis is None.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.sort.html
    """
    return numpy_cumulative(proof, a, axis)


@rule("numpy.partition", "numpy.argpartition")
def partition(proof: Proof, a: Shape, kth: Argument, axis: Argument = LAST, options: Keywords = ()) -> Shape:
    """Keep the shape, or lay the array out flat where the axis is None.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.partition.html
    """
    return numpy_cumulative(proof, a, axis)
