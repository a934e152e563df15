"""Patches of an image as columns, and back: unfold and fold; blocks of channels as pixels, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.ops.conditions import Named, axis_size, parameter_size, require_division, require_equal
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.ops.windows import Window, count_all, for_each
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size, product

if TYPE_CHECKING:
    from conformable.core.ops.arguments import SizeTuple
    from conformable.core.proof import Proof


@rule("torch.nn.functional.unfold")
def unfold(
    proof: Proof,
    input: Shape,
    kernel_size: SizeTuple,
    dilation: SizeTuple = (ONE,),
    padding: SizeTuple = (ZERO,),
    stride: SizeTuple = (ONE,),
) -> Shape:
    """Make each patch of an image a column.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html
    """
    require_rank(proof, input, 3, 4)
    batch, (channels, *sizes) = trailing(proof, input, 3)
    windows = _windows(proof, kernel_size, dilation, padding, stride)
    places = product(count_all(proof, input, tuple(sizes), windows))
    return Shape((*batch, channels * product(window.kernel for window in windows), places))


@rule("torch.nn.functional.fold")
def fold(
    proof: Proof,
    input: Shape,
    output_size: SizeTuple,
    kernel_size: SizeTuple,
    dilation: SizeTuple = (ONE,),
    padding: SizeTuple = (ZERO,),
    stride: SizeTuple = (ONE,),
) -> Shape:
    """Add up patches to an image.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html
    """
    require_rank(proof, input, 2, 3)
    batch, (rows, columns) = trailing(proof, input, 2)
    windows = _windows(proof, kernel_size, dilation, padding, stride)
    sizes = for_each(proof, "output_size", output_size, 2)
    area = product(window.kernel for window in windows)
    channels = require_division(proof, axis_size(input, -2, rows), parameter_size("kernel_size", area))
    places = product(count_all(proof, Shape(sizes, "output_size"), sizes, windows))
    require_equal(proof, axis_size(input, -1, columns), Named(places, messages.number_of_patches(places)))
    return Shape((*batch, channels, *sizes))


@rule("torch.nn.functional.pixel_shuffle", "torch.pixel_shuffle")
def pixel_shuffle(proof: Proof, input: Shape, upscale_factor: Size) -> Shape:
    """Make blocks of pixels of channels.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
    """
    leading, (channels, height, width) = trailing(proof, input, 3)
    block = parameter_size("upscale_factor squared", upscale_factor * upscale_factor)
    channels = require_division(proof, axis_size(input, -3, channels), block)
    return Shape((*leading, channels, height * upscale_factor, width * upscale_factor))


@rule("torch.nn.functional.pixel_unshuffle", "torch.pixel_unshuffle")
def pixel_unshuffle(proof: Proof, input: Shape, downscale_factor: Size) -> Shape:
    """Make channels of blocks of pixels.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
    """
    leading, (channels, *sizes) = trailing(proof, input, 3)
    factor = parameter_size("downscale_factor", downscale_factor)
    height, width = (
        require_division(proof, axis_size(input, axis, size), factor)
        for axis, size in zip((-2, -1), sizes, strict=True)
    )
    return Shape((*leading, channels * downscale_factor * downscale_factor, height, width))


@rule("torch.nn.functional.channel_shuffle", "torch.channel_shuffle")
def channel_shuffle(proof: Proof, input: Shape, groups: Size) -> Shape:
    """Reorder the channels, group by group.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
    """
    channels = input.axis(1)
    if channels is not None:
        require_division(proof, axis_size(input, 1, channels), parameter_size("groups", groups))
    return Shape(input.parts)


def _windows(
    proof: Proof, kernel_size: SizeTuple, dilation: SizeTuple, padding: SizeTuple, stride: SizeTuple
) -> tuple[Window, ...]:
    parameters = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    return tuple(map(Window, *(for_each(proof, name, sizes, 2) for name, sizes in parameters.items())))
