"""Pooling over the last one to three axes: by windows, to a given size, and back.

Source: https://docs.pytorch.org/docs/stable/nn.functional.html#pooling-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.ops.arguments import Unknown
from conformable.core.ops.conditions import Named, require_least, require_same_shape
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.ops.scaling import scaled
from conformable.core.ops.windows import Window, count_all, for_each, spread
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.remembering import remembered
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument, Result, SizeTuple
    from conformable.core.proof import Proof


@remembered
def pool(proof: Proof, input: Shape, windows: tuple[Window, ...], *, ceil: bool) -> Shape:
    """Slide a window over the last axes.

    Raises:
        Mismatch: if it certainly does not fit, or the input has too few or too many axes.
    """
    axes = len(windows)
    require_rank(proof, input, axes + 1, axes + 2)
    for window in windows:
        _require_half(proof, window)
    leading, sizes = trailing(proof, input, axes)
    return Shape((*leading, *count_all(proof, input, sizes, windows, ceil=ceil)))


def _windows(
    proof: Proof,
    axes: int,
    kernel_size: SizeTuple,
    stride: SizeTuple | None,
    padding: SizeTuple,
    dilation: SizeTuple,
) -> tuple[Window, ...]:
    kernels = for_each(proof, "kernel_size", kernel_size, axes)
    strides = kernels if stride is None else for_each(proof, "stride", stride, axes)
    paddings, dilations = (
        for_each(proof, name, sizes, axes) for name, sizes in (("padding", padding), ("dilation", dilation))
    )
    return tuple(map(Window, kernels, strides, paddings, dilations))


def _max_pool(axes: int, *, both: bool = False) -> Callable[..., Result]:
    def max_pool(
        proof: Proof,
        input: Shape,
        kernel_size: SizeTuple,
        stride: SizeTuple | None = None,
        padding: SizeTuple = (ZERO,),
        dilation: SizeTuple = (ONE,),
        ceil_mode: bool = False,
        return_indices: bool = both,
    ) -> Result:
        """Give the largest element in each window, and where it is if that is asked for."""
        windows = _windows(proof, axes, kernel_size, stride, padding, dilation)
        result = pool(proof, input, windows, ceil=ceil_mode)
        return (result, result) if return_indices else result

    return max_pool


def _average_pool(axes: int) -> Callable[..., Result]:
    def average_pool(
        proof: Proof,
        input: Shape,
        kernel_size: SizeTuple,
        stride: SizeTuple | None = None,
        padding: SizeTuple = (ZERO,),
        ceil_mode: bool = False,
        count_include_pad: Argument = True,
        divisor_override: Argument = None,
    ) -> Shape:
        """Give the mean of each window."""
        return pool(proof, input, _windows(proof, axes, kernel_size, stride, padding, (ONE,)), ceil=ceil_mode)

    return average_pool


def _power_pool(axes: int) -> Callable[..., Result]:
    def power_pool(
        proof: Proof,
        input: Shape,
        norm_type: Argument,
        kernel_size: SizeTuple,
        stride: SizeTuple | None = None,
        ceil_mode: bool = False,
    ) -> Shape:
        """Give the norm of each window."""
        return pool(proof, input, _windows(proof, axes, kernel_size, stride, (ZERO,), (ONE,)), ceil=ceil_mode)

    return power_pool


def _adaptive_pool(axes: int, *, both: bool = False) -> Callable[..., Result]:
    def adaptive_pool(
        proof: Proof, input: Shape, output_size: Argument, return_indices: bool = both
    ) -> Result:
        """Pool to a given size; None leaves an axis as it is."""
        leading, sizes = trailing(proof, input, axes)
        pooled = _adapted(proof, sizes, output_size)
        if any(size != ONE for size in pooled):  # torch takes a mean of everything whatever the rank is
            require_rank(proof, input, axes + 1, axes + 2)
        result = Shape((*leading, *pooled))
        return (result, result) if return_indices else result

    return adaptive_pool


def _max_unpool(axes: int) -> Callable[..., Result]:
    def max_unpool(
        proof: Proof,
        input: Shape,
        indices: Shape,
        kernel_size: SizeTuple,
        stride: SizeTuple | None = None,
        padding: SizeTuple = (ZERO,),
        output_size: SizeTuple | None = None,
    ) -> Shape:
        """Put the largest elements back where they were."""
        require_rank(proof, input, axes + 1, axes + 2)
        require_same_shape(proof, input, indices)
        leading, sizes = trailing(proof, input, axes)
        if output_size is not None:
            return Shape((*leading, *for_each(proof, "output_size", output_size[-axes:], axes)))
        windows = _windows(proof, axes, kernel_size, stride, padding, (ONE,))
        return Shape((*leading, *map(spread, sizes, windows)))

    return max_unpool


def _fractional_max_pool(axes: int, *, both: bool = False) -> Callable[..., Result]:
    def fractional_max_pool(
        proof: Proof,
        input: Shape,
        kernel_size: SizeTuple,
        output_size: SizeTuple | None = None,
        output_ratio: Argument = None,
        return_indices: bool = both,
        _random_samples: Argument = None,
    ) -> Result:
        """Pool with windows of random strides to a given size, or to a part of the input's."""
        require_rank(proof, input, axes + 1, axes + 2)
        leading, sizes = trailing(proof, input, axes)
        if output_size is not None:
            pooled = for_each(proof, "output_size", output_size, axes)
        else:
            pooled = scaled(proof, sizes, output_ratio)
        result = Shape((*leading, *pooled))
        return (result, result) if return_indices else result

    return fractional_max_pool


PLACE: Final = "torch.nn.functional"

for _axes in (1, 2, 3):
    _end = f"pool{_axes}d"
    rule(f"{PLACE}.max_{_end}", f"torch.max_{_end}")(_max_pool(_axes))
    rule(f"{PLACE}.max_{_end}_with_indices")(_max_pool(_axes, both=True))
    rule(f"{PLACE}.avg_{_end}")(_average_pool(_axes))
    rule(f"{PLACE}.lp_{_end}")(_power_pool(_axes))
    rule(f"{PLACE}.adaptive_avg_{_end}")(_adaptive_pool(_axes))
    rule(f"{PLACE}.adaptive_max_{_end}")(_adaptive_pool(_axes))
    rule(f"{PLACE}.adaptive_max_{_end}_with_indices")(_adaptive_pool(_axes, both=True))
    rule(f"{PLACE}.max_un{_end}")(_max_unpool(_axes))
    if _axes > 1:
        rule(f"{PLACE}.fractional_max_{_end}")(_fractional_max_pool(_axes))
        rule(f"{PLACE}.fractional_max_{_end}_with_indices")(_fractional_max_pool(_axes, both=True))

rule("torch.max_pool1d_with_indices")(_max_pool(1, both=True))
rule("torch.avg_pool1d")(_average_pool(1))
rule("torch.adaptive_avg_pool1d")(_adaptive_pool(1))
rule("torch.adaptive_max_pool1d")(_adaptive_pool(1, both=True))


def _adapted(proof: Proof, sizes: tuple[Size, ...], wanted: Argument) -> tuple[Size, ...]:
    """Give the wanted size of each axis, its own where None is wanted."""
    match wanted:
        case None:
            return sizes
        case Unknown():
            return tuple(proof.fresh() for _ in sizes)
        case tuple() if len(wanted) == len(sizes):
            return tuple(_adapted(proof, (size,), item)[0] for size, item in zip(sizes, wanted, strict=True))
        case tuple():
            message = messages.one_or_each(proof.operation, "output_size", len(wanted), len(sizes))
            raise Mismatch("shape-op", message)
        case Size():
            _require_not_negative(proof, wanted)
            return (wanted,) * len(sizes)
        case _:
            raise CannotTellError


def _require_not_negative(proof: Proof, wanted: Size) -> None:
    number = wanted.number
    if number is not None and number < 0:
        raise Mismatch("shape-op", messages.parameter_too_small(proof.operation, "output_size", number, 0))


def _require_half(proof: Proof, window: Window) -> None:
    if window.padding != ZERO:
        extent = Named(window.extent, messages.kernel_extent(window.extent))
        twice = 2 * window.padding
        require_least(proof, extent, Named(twice, messages.twice_the_padding(twice)))
