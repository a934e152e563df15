"""Convolutions and transposed convolutions over one to three axes.

Source: https://docs.pytorch.org/docs/stable/nn.functional.html#convolution-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.ops.arguments import Unknown
from conformable.core.ops.conditions import (
    Named,
    axis_size,
    parameter_size,
    require_division,
    require_equal,
)
from conformable.core.ops.ranks import exactly, require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.ops.windows import Window, count_all, for_each, spread
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.remembering import remembered
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument, OptionalShape, SizeTuple
    from conformable.core.proof import Proof


def _convolution(axes: int) -> Callable[..., Shape]:
    @remembered
    def convolution(
        proof: Proof,
        input: Shape,
        weight: Shape,
        bias: OptionalShape = None,
        stride: SizeTuple = (ONE,),
        padding: Argument = ZERO,
        dilation: SizeTuple = (ONE,),
        groups: Size = ONE,
    ) -> Shape:
        """Slide a kernel over the last axes; the axis before them is summed over."""
        require_rank(proof, input, axes + 1, axes + 2)
        batch, (channels, *sizes) = trailing(proof, input, axes + 1)
        features, inner, *kernel = exactly(proof, weight, axes + 2)
        require_equal(proof, _channels(input, axes, channels), _grouped(weight, inner, groups))
        _require_groups(proof, axis_size(weight, 0, features), groups)
        proof.below(features, ONE)
        _require_bias(proof, bias, axis_size(weight, 0, features))
        strides = for_each(proof, "stride", stride, axes)
        dilations = for_each(proof, "dilation", dilation, axes)
        if padding == "same":
            _require_unstrided(proof, strides)
            return Shape((*batch, features, *sizes))
        paddings = for_each(proof, "padding", _paddings(padding), axes)
        windows = tuple(map(Window, kernel, strides, paddings, dilations))
        return Shape((*batch, features, *count_all(proof, input, tuple(sizes), windows)))

    return convolution


def _transposed_convolution(axes: int) -> Callable[..., Shape]:
    def transposed_convolution(
        proof: Proof,
        input: Shape,
        weight: Shape,
        bias: OptionalShape = None,
        stride: SizeTuple = (ONE,),
        padding: SizeTuple = (ZERO,),
        output_padding: SizeTuple = (ZERO,),
        groups: Size = ONE,
        dilation: SizeTuple = (ONE,),
    ) -> Shape:
        """Undo the change of sizes that a convolution with the same parameters makes."""
        require_rank(proof, input, axes + 1, axes + 2)
        batch, (channels, *sizes) = trailing(proof, input, axes + 1)
        inner, part, *kernel = exactly(proof, weight, axes + 2)
        require_equal(proof, _channels(input, axes, channels), axis_size(weight, 0, inner))
        _require_groups(proof, axis_size(weight, 0, inner), groups)
        features = _grouped(weight, part, groups)
        _require_bias(proof, bias, features)
        windows = tuple(
            map(
                Window,
                kernel,
                for_each(proof, "stride", stride, axes),
                for_each(proof, "padding", padding, axes),
                for_each(proof, "dilation", dilation, axes),
            )
        )
        extras = for_each(proof, "output_padding", output_padding, axes)
        return Shape((*batch, features.size, *_spread_all(proof, input, tuple(sizes), windows, extras)))

    return transposed_convolution


for _axes in (1, 2, 3):
    rule(f"torch.nn.functional.conv{_axes}d", f"torch.conv{_axes}d")(_convolution(_axes))
    rule(f"torch.nn.functional.conv_transpose{_axes}d", f"torch.conv_transpose{_axes}d")(
        _transposed_convolution(_axes)
    )


@rule("torch.nn.functional.conv_tbc", "torch.conv_tbc")
def conv_tbc(proof: Proof, input: Shape, weight: Shape, bias: OptionalShape, pad: Size = ZERO) -> Shape:
    """Convolve over the first axis; the channels are the last one.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv_tbc.html
    """
    time, batch, channels = exactly(proof, input, 3)
    kernel, inner, features = exactly(proof, weight, 3)
    require_equal(proof, axis_size(input, 2, channels), axis_size(weight, 1, inner))
    _require_bias(proof, bias, axis_size(weight, 2, features))
    window = Window(kernel, padding=pad)
    (length,) = count_all(proof, input, (time,), (window,))
    return Shape((length, batch, features))


def _paddings(padding: Argument) -> tuple[Size, ...]:
    match padding:
        case "valid":
            return (ZERO,)
        case Size():
            return (padding,)
        case Unknown():
            return ()
        case tuple() if all(isinstance(item, Size) for item in padding):
            return tuple(item for item in padding if isinstance(item, Size))
        case _:
            raise CannotTellError


def _channels(input: Shape, axes: int, size: Size) -> Named:
    """Name the axis before the ones that a kernel slides over; from the left where its place is known."""
    axis = -axes - 1
    return axis_size(input, axis if input.rank is None else axis + input.rank, size)


def _grouped(weight: Shape, part: Size, groups: Size) -> Named:
    """Name all channels, of which the weight has those of one group on axis 1."""
    if groups == ONE:
        return axis_size(weight, 1, part)
    size = part * groups
    return Named(size, messages.grouped_channels(size, part, messages.place_of(weight, 1), groups))


def _require_groups(proof: Proof, features: Named, groups: Size) -> None:
    if groups != ONE:
        require_division(proof, features, parameter_size("groups", groups))


def _require_bias(proof: Proof, bias: Shape | None, features: Named) -> None:
    if bias is not None:
        (size,) = exactly(proof, bias, 1)
        require_equal(proof, axis_size(bias, 0, size), features)


def _require_unstrided(proof: Proof, strides: tuple[Size, ...]) -> None:
    if any(stride.least is not None and stride.least > 1 for stride in strides):
        raise Mismatch("shape-op", messages.strided_same(proof.operation))


def _spread_all(
    proof: Proof,
    input: Shape,
    sizes: tuple[Size, ...],
    windows: tuple[Window, ...],
    extras: tuple[Size, ...],
) -> tuple[Size, ...]:
    results = []
    for axis, (size, window, extra) in enumerate(zip(sizes, windows, extras, strict=True), start=-len(sizes)):
        _require_output_padding(proof, window, extra)
        result = spread(size, window, extra)
        number = proof.number(result)
        if number is not None and number < 0:
            axis_text = axis_size(input, axis, size).text
            raise Mismatch("shape-op", messages.no_output(proof.operation, axis_text, result))
        results.append(result)
    return tuple(results)


def _require_output_padding(proof: Proof, window: Window, extra: Size) -> None:
    numbers = [size.number for size in (extra, window.stride, window.dilation)]
    padding, *others = numbers
    if padding and all(number is not None and padding >= number for number in others):
        raise Mismatch("shape-op", messages.output_padding(proof.operation, extra))
