"""Normalizations: they keep the shape, and demand that their weights fit it.

Source: https://docs.pytorch.org/docs/stable/nn.functional.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.ops.axis_edits import require_axis
from conformable.core.ops.conditions import Named, axis_size, parameter_size, require_division, require_equal
from conformable.core.ops.ranks import around, exactly, require_least_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Axes, Keywords, OptionalShape, Result, SizeTuple
    from conformable.core.proof import Proof
    from conformable.core.sizes import Size


@rule("torch.nn.functional.layer_norm", "torch.layer_norm")
def layer_norm(
    proof: Proof,
    input: Shape,
    normalized_shape: SizeTuple,
    weight: OptionalShape = None,
    bias: OptionalShape = None,
    eps: Argument = None,
    cudnn_enable: Argument = None,
) -> Shape:
    """Normalize over the last axes.

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.sizes import Size
    >>> layer_norm(Proof(), Shape.of(2, 3), (Size.of(3),))
    Shape("2 3")
    """
    _, sizes = trailing(proof, input, len(normalized_shape))
    for axis, (size, wanted) in enumerate(zip(sizes, normalized_shape, strict=True), start=-len(sizes)):
        require_equal(proof, axis_size(input, axis, size), parameter_size("normalized_shape", wanted))
    for operand in (weight, bias):
        if operand is not None and normalized_shape:
            _require_same_axes(proof, operand, normalized_shape)
    return Shape(input.parts)


@rule("torch.nn.functional.rms_norm", "torch.rms_norm")
def rms_norm(
    proof: Proof,
    input: Shape,
    normalized_shape: SizeTuple,
    weight: OptionalShape = None,
    eps: Argument = None,
) -> Shape:
    """Divide by the root mean square over the last axes."""
    return layer_norm(proof, input, normalized_shape, weight)


@rule("torch.nn.functional.group_norm", "torch.group_norm")
def group_norm(
    proof: Proof,
    input: Shape,
    num_groups: Size,
    weight: OptionalShape = None,
    bias: OptionalShape = None,
    eps: Argument = None,
    cudnn_enabled: Argument = None,
) -> Shape:
    """Normalize each group of channels."""
    channels = _channels(proof, input)
    require_division(proof, channels, parameter_size("num_groups", num_groups))
    _require_one_for_each(proof, channels, (weight, bias))
    return Shape(input.parts)


@rule("torch.nn.functional.batch_norm")
def batch_norm(
    proof: Proof,
    input: Shape,
    running_mean: OptionalShape,
    running_var: OptionalShape,
    weight: OptionalShape = None,
    bias: OptionalShape = None,
    training: Argument = None,
    momentum: Argument = None,
    eps: Argument = None,
) -> Shape:
    """Normalize each channel over the batch."""
    if input.rank == 1:  # torch takes it if it has no elements
        if input.before[0].number != 0:
            raise CannotTellError
        return Shape(input.parts)
    _require_one_for_each(proof, _channels(proof, input), (running_mean, running_var, weight, bias))
    return Shape(input.parts)


@rule("torch.nn.functional.instance_norm")
def instance_norm(
    proof: Proof,
    input: Shape,
    running_mean: OptionalShape = None,
    running_var: OptionalShape = None,
    weight: OptionalShape = None,
    bias: OptionalShape = None,
    use_input_stats: Argument = None,
    momentum: Argument = None,
    eps: Argument = None,
) -> Shape:
    """Normalize each channel of each item."""
    return batch_norm(proof, input, running_mean, running_var, weight, bias)


@rule("torch.native_layer_norm")
def native_layer_norm(
    proof: Proof,
    input: Shape,
    normalized_shape: SizeTuple,
    weight: OptionalShape,
    bias: OptionalShape,
    eps: Argument,
) -> Result:
    """Normalize over the last axes; give the mean and the reciprocal deviation, too."""
    if not normalized_shape:
        raise CannotTellError
    result = layer_norm(proof, input, normalized_shape, weight, bias)
    leading, _ = trailing(proof, input, len(normalized_shape))
    statistics = Shape((*leading, *(ONE,) * len(normalized_shape)))
    return (result, statistics, statistics)


@rule("torch.native_group_norm")
def native_group_norm(
    proof: Proof,
    input: Shape,
    weight: OptionalShape,
    bias: OptionalShape,
    N: Size,
    C: Argument,
    HxW: Argument,
    group: Size,
    eps: Argument,
) -> Result:
    """Normalize each group of channels; give the means and the reciprocal deviations, too."""
    result = group_norm(proof, input, group, weight, bias)
    return (result, Shape((N, group)), Shape((N, group)))


@rule("torch.renorm")
def renorm(proof: Proof, input: Shape, p: Argument, dim: int, maxnorm: Argument) -> Shape:
    """Make the norms along an axis no larger than a bound.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.renorm.html
    """
    require_least_rank(proof, input, 2)
    require_axis(proof, input, dim)
    return Shape(input.parts)


@rule("torch.nn.functional.local_response_norm")
def local_response_norm(proof: Proof, input: Shape, size: Size, options: Keywords = ()) -> Shape:
    """Normalize over neighbouring channels."""
    around(proof, input, 3, 0)
    return Shape(input.parts)


@rule("torch.nn.functional.normalize")
def normalize(
    proof: Proof, input: Shape, p: Argument = None, dim: Axes = (1,), eps: Argument = None
) -> Shape:
    """Divide by the norm along axes."""
    for axis in dim or ():
        require_axis(proof, input, axis)
    return Shape(input.parts)


def _channels(proof: Proof, input: Shape) -> Named:
    (_, channels), _, _ = around(proof, input, 2, 0)
    return axis_size(input, 1, channels)


def _require_one_for_each(proof: Proof, channels: Named, operands: tuple[Shape | None, ...]) -> None:
    for operand in operands:
        if operand is not None:
            (size,) = exactly(proof, operand, 1)
            require_equal(proof, channels, axis_size(operand, 0, size))


def _require_same_axes(proof: Proof, operand: Shape, wanted: tuple[Size, ...]) -> None:
    sizes = exactly(proof, operand, len(wanted))
    for axis, (size, size_wanted) in enumerate(zip(sizes, wanted, strict=True)):
        require_equal(proof, axis_size(operand, axis, size), parameter_size("normalized_shape", size_wanted))
