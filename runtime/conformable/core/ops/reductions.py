"""Axes reduced to one value or to a few: sums, extremes, norms, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.broadcasting import broadcast
from conformable.core.ops.arguments import axes_of
from conformable.core.ops.axis_edits import (
    drop_axes,
    require_known_axes,
)
from conformable.core.ops.registry import rule, rules
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Axes, Keywords, Result
    from conformable.core.proof import Proof

REDUCTIONS: Final = {
    "torch.masked": "amax amin argmax argmin logsumexp mean prod sum",
    "torch": "amax amin argmax argmin count_nonzero logsumexp mean nanmean nansum prod sum",
    "torch.special": "logsumexp",
}
"""Functions that reduce the axes `dim`, or all of them."""

NUMPY_REDUCTIONS: Final = {
    "numpy": """
        all amax amin any argmax argmin average count_nonzero max mean median min nanargmax nanargmin nanmax
        nanmean nanmedian nanmin nanprod nanstd nansum nanvar prod ptp std sum var
    """
}
"""NumPy's functions that reduce its `axis`."""

ALONG_AN_AXIS: Final = {
    "torch.masked": "cumprod cumsum log_softmax softmax softmin",
    "torch": "argsort cumprod cumsum log_softmax logcumsumexp softmax",
    "torch.special": "log_softmax softmax",
    "torch.nn.functional": "log_softmax softmax softmin",
}
"""Functions that compute along the axis `dim` and keep the shape."""

NUMPY_CUMULATIVE: Final = {"numpy": "cumprod cumsum nancumprod nancumsum"}
"""NumPy's functions that compute along an axis, and lay the array out flat where none is given."""

WITHOUT_IDENTITY: Final = frozenset(
    {"amax", "amin", "argmax", "argmin", "max", "median", "min", "mode", "ptp"}
    | {"nanargmax", "nanargmin", "nanmax", "nanmedian", "nanmin"}
)
"""Reductions of which nothing can be made of no elements."""

LAST: Final = Size.of(-1)
HUNDRED: Final = Size.of(100)


def reduced(proof: Proof, shape: Shape, dim: Axes, *, keepdim: bool) -> Shape:
    """Drop the reduced axes, or make them 1; no axes are all axes.

    >>> from conformable.core.proof import Proof
    >>> reduced(Proof(), Shape.of(2, 3, 4), (1,), keepdim=True)
    Shape("2 1 4")
    """
    if proof.operation in WITHOUT_IDENTITY:
        _require_elements(proof, shape, dim)
    if dim is not None:
        return drop_axes(proof, shape, dim, keep=keepdim)
    if not keepdim:
        return Shape(())
    return proof.fresh_shape() if shape.rank is None else Shape((ONE,) * shape.rank)


def _require_elements(proof: Proof, shape: Shape, dim: Axes) -> None:
    """Learn that the reduced axes are not empty."""
    every = [part for part in shape.parts if isinstance(part, Size)]
    for size in every if dim is None else map(shape.axis, dim):
        if size is not None and size.number is None:
            proof.below(size, ONE)


def reduce(
    proof: Proof, input: Shape, dim: Axes = None, keepdim: bool = False, options: Keywords = ()
) -> Shape:
    """Reduce axes.

    Source: https://docs.pytorch.org/docs/stable/torch.html#reduction-ops
    """
    return reduced(proof, input, dim or None, keepdim=keepdim)


@rule("torch.all", "torch.any")
def truth(
    proof: Proof, input: Shape, dim: Axes = None, keepdim: bool = False, options: Keywords = ()
) -> Shape:
    """Reduce axes; of an empty list of axes none are reduced.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.all.html
    """
    return reduced(proof, input, dim, keepdim=keepdim)


def numpy_reduce(
    proof: Proof,
    a: Shape,
    axis: Axes = None,
    dtype: Argument = None,
    keepdims: bool = False,
    options: Keywords = (),
) -> Shape:
    """Reduce axes; the third argument is a dtype or where to write the result.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.sum.html
    """
    return reduced(proof, a, axis, keepdim=keepdims)


def along_an_axis(
    proof: Proof, input: Shape, dim: Argument = None, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Keep the shape; the axis must exist.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cumsum.html
    """
    require_known_axes(proof, input, dim)
    return input


def numpy_cumulative(
    proof: Proof, a: Shape, axis: Argument = None, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Keep the shape, or lay the array out flat where no axis is given.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.cumsum.html
    """
    if axis is None or a.rank == 0:
        return Shape((element_count(a),))
    require_known_axes(proof, a, axis)
    return a


rules(reduce, REDUCTIONS)
rules(numpy_reduce, NUMPY_REDUCTIONS)
rules(along_an_axis, ALONG_AN_AXIS)
rules(numpy_cumulative, NUMPY_CUMULATIVE)


@rule("torch.nn.functional.gumbel_softmax")
def gumbel_softmax(
    proof: Proof, logits: Shape, others: Arguments = (), dim: Argument = None, options: Keywords = ()
) -> Shape:
    """Keep the shape; the axis must exist.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
    """
    require_known_axes(proof, logits, dim)
    return logits


@rule("torch.max", "torch.min")
def extreme(proof: Proof, input: Shape, dim: Argument = None, keepdim: bool = False) -> Result:
    """Reduce all axes; or reduce one and say where the values were; or broadcast two tensors.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.max.html

    >>> from conformable.core.proof import Proof
    >>> extreme(Proof(), Shape.of(2, 3), Size.of(1))
    (Shape("2"), Shape("2"))
    """
    if isinstance(dim, Shape):
        return broadcast(proof, input, dim)
    return _paired(proof, input, dim, keepdim=keepdim)


@rule("torch.masked.median")
def masked_median(
    proof: Proof, input: Shape, dim: int = -1, keepdim: bool = False, options: Keywords = ()
) -> Shape:
    """Reduce an axis."""
    return reduced(proof, input, (dim,), keepdim=keepdim)


@rule("torch.median", "torch.nanmedian")
def median(proof: Proof, input: Shape, dim: Argument = None, keepdim: bool = False) -> Result:
    """Reduce all axes; or reduce one and say where the values were.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.median.html
    """
    return _paired(proof, input, dim, keepdim=keepdim)


def _paired(proof: Proof, input: Shape, dim: Argument, *, keepdim: bool) -> Result:
    result = reduced(proof, input, axes_of(dim, proof), keepdim=keepdim)
    return result if dim is None else (result, result)


@rule("torch.mode")
def mode(proof: Proof, input: Shape, dim: int = -1, keepdim: bool = False) -> Result:
    """Reduce an axis and say where the values were."""
    _require_elements(proof, input, (dim,))
    result = drop_axes(proof, input, (dim,), keep=keepdim)
    return (result, result)


@rule("torch.aminmax")
def aminmax(proof: Proof, input: Shape, dim: Axes = None, keepdim: bool = False) -> Result:
    """Reduce an axis, or all, to the least and the greatest value."""
    result = reduced(proof, input, dim, keepdim=keepdim)
    return (result, result)


@rule("torch.std", "torch.var", "torch.masked.std", "torch.masked.var")
def spread(
    proof: Proof,
    input: Shape,
    dim: Argument = None,
    unbiased: Argument = None,
    keepdim: bool = False,
    options: Keywords = (),
) -> Shape:
    """Reduce axes; the second argument may also say whether the estimate is unbiased.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.std.html
    """
    axes = None if isinstance(dim, bool) else axes_of(dim, proof)
    return reduce(proof, input, axes, keepdim=keepdim)


@rule("torch.std_mean", "torch.var_mean")
def spread_and_mean(
    proof: Proof,
    input: Shape,
    dim: Argument = None,
    unbiased: Argument = None,
    keepdim: bool = False,
    options: Keywords = (),
) -> Result:
    """Reduce axes to two values.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.std_mean.html
    """
    result = spread(proof, input, dim, unbiased, keepdim)
    return (result, result)


@rule("torch.norm", "torch.masked.norm")
def norm(
    proof: Proof,
    input: Shape,
    p: Argument = None,
    dim: Axes = None,
    keepdim: bool = False,
    options: Keywords = (),
) -> Shape:
    """Reduce axes to a norm.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.norm.html
    """
    return reduce(proof, input, dim, keepdim=keepdim)


@rule("torch.masked.normalize")
def masked_normalize(
    proof: Proof, input: Shape, ord: Argument, dim: Argument = None, options: Keywords = ()
) -> Shape:
    """Keep the shape; the axis must exist."""
    require_known_axes(proof, input, dim)
    return input


@rule("torch.dist")
def dist(proof: Proof, input: Shape, other: Shape, p: Argument = None) -> Shape:
    """Reduce the difference of two tensors that broadcast."""
    broadcast(proof, input, other)
    return Shape(())


@rule("torch.quantile", "torch.nanquantile")
def quantile(
    proof: Proof,
    input: Shape,
    q: Shape,
    dim: Axes = None,
    keepdim: bool = False,
    options: Keywords = (),
) -> Shape:
    """Reduce an axis, or all, to quantiles; several quantiles make the first axis of the result.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.quantile.html

    >>> from conformable.core.proof import Proof
    >>> quantile(Proof(), Shape.of(2, 3), Shape.of(5), (1,))
    Shape("5 2")
    """
    rest = reduced(proof, input, dim, keepdim=keepdim)
    if q.variadic is not None and rest.variadic is not None:
        raise CannotTellError
    return Shape((*q.parts, *rest.parts))


@rule("numpy.quantile", "numpy.nanquantile", "numpy.percentile", "numpy.nanpercentile")
def numpy_quantile(
    proof: Proof, a: Shape, q: Shape, axis: Axes = None, keepdims: bool = False, options: Keywords = ()
) -> Shape:
    """Reduce axes to quantiles; the axes of `q` come first.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.quantile.html
    """
    return quantile(proof, a, q, axis, keepdims)


@rule("torch.histc")
def histc(
    proof: Proof, input: Shape, bins: Size = HUNDRED, others: Arguments = (), options: Keywords = ()
) -> Shape:
    """Count values in bins.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.histc.html
    """
    return Shape((bins,))
