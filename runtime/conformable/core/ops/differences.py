"""Differences of neighbours, derivatives and integrals along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.arithmetic import maximum
from conformable.core.broadcasting import broadcast
from conformable.core.ops.axis_edits import drop_axes, replace_axis, require_axis, require_distinct
from conformable.core.ops.conditions import axis_size, parameter_size, require_least
from conformable.core.ops.registry import rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size, total

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Axes, Result
    from conformable.core.proof import Proof

TWO: Final = Size.of(2)


@rule("torch.diff")
def diff(
    proof: Proof,
    input: Shape,
    n: Size = ONE,
    dim: int = -1,
    prepend: Shape | None = None,
    append: Shape | None = None,
) -> Shape:
    """Take differences of neighbours along an axis, `n` times.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.diff.html

    >>> from conformable.core.proof import Proof
    >>> diff(Proof(), Shape.of(2, 5))
    Shape("2 4")
    """
    if n == ZERO:
        return input
    require_axis(proof, input, dim)
    sizes = [shape.axis(dim) for shape in (input, prepend, append) if shape is not None]
    known = [size for size in sizes if size is not None]
    left = maximum(ZERO, total(known) - n) if len(known) == len(sizes) else proof.fresh(0)
    return replace_axis(proof, input, dim, left)


@rule("numpy.diff")
def numpy_diff(proof: Proof, a: Shape, n: Size = ONE, axis: int = -1) -> Shape:
    """Take differences of neighbours along an axis, `n` times.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.diff.html
    """
    return diff(proof, a, n, axis)


@rule("numpy.ediff1d")
def ediff1d(proof: Proof, ary: Shape) -> Shape:
    """Take differences of neighbours in the array laid out flat."""
    return diff(proof, Shape((element_count(ary),)))


@rule("torch.gradient")
def gradient(
    proof: Proof,
    input: Shape,
    spacing: Argument = None,
    dim: Axes = None,
    edge_order: Argument = None,
) -> Result:
    """Estimate the derivative along axes, or along all: a tensor for each.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.gradient.html
    """
    if input.rank is None and dim is None:
        raise CannotTellError
    axes = tuple(range(input.rank or 0)) if dim is None else require_distinct(proof, input, dim)
    if isinstance(spacing, tuple) and len(spacing) != len(axes):
        raise Mismatch("shape-op", messages.unequal_axis_counts(proof.operation, len(axes), len(spacing)))
    least = parameter_size("edge_order + 1", edge_order + 1 if isinstance(edge_order, Size) else TWO)
    for axis in axes:
        size = input.axis(axis)
        if size is not None:
            require_least(proof, axis_size(input, axis, size), least)
    return tuple(input for _ in axes)


@rule("numpy.gradient")
def numpy_gradient(
    proof: Proof, f: Shape, varargs: Arguments = (), axis: Axes = None, edge_order: Argument = None
) -> Result:
    """Estimate the derivative along axes, or along all: an array for each, or one alone.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.gradient.html
    """
    result = gradient(proof, f, None, axis)
    return result[0] if isinstance(result, tuple) and len(result) == 1 else result


@rule("torch.trapezoid", "torch.trapz", "numpy.trapezoid")
def trapezoid(proof: Proof, y: Shape, x: Shape | None = None, dx: Argument = None, dim: int = -1) -> Shape:
    """Integrate along an axis; `x` has one axis, or the shape of `y`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.trapezoid.html
    """
    if x is not None and x.rank != 1 and x != y:
        return _integrated(proof, y, x, dim)
    return drop_axes(proof, y, (dim,), keep=False)


def _integrated(proof: Proof, y: Shape, x: Shape, dim: int) -> Shape:
    """Integrate where the widths between the values of `x` broadcast with the means of the values of `y`.

    Where `x` has fewer axes, torch and NumPy align it in their own ways.
    """
    if y.sizes is None or x.rank != y.rank or not y.sizes:
        raise CannotTellError
    widths, means = (diff(proof, shape.labelled(""), ONE, dim) for shape in (x, y))
    return drop_axes(proof, broadcast(proof, widths, means), (dim,), keep=False)


@rule("torch.cumulative_trapezoid")
def cumulative_trapezoid(
    proof: Proof, y: Shape, x: Shape | None = None, dx: Argument = None, dim: int = -1
) -> Shape:
    """Integrate along an axis up to each value but the first.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cumulative_trapezoid.html
    """
    if x is not None and x.rank != 1 and x != y:
        if x.rank is None or x.rank != y.rank or not x.rank:
            raise CannotTellError
        return broadcast(proof, diff(proof, x, ONE, dim), diff(proof, y, ONE, dim))
    return diff(proof, y, ONE, dim)
