"""Windows that slide over axes: how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.arithmetic import floor_divide, minimum
from conformable.core.immutable import dataclass
from conformable.core.ops.conditions import Named, axis_size, require_least
from conformable.core.proof import Mismatch
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class Window:
    """How a window slides over one axis; the padding is that of each end."""

    kernel: Size
    stride: Size = ONE
    padding: Size = ZERO
    dilation: Size = ONE

    @property
    def extent(self) -> Size:
        """The number of elements that it spans."""
        return self.kernel if self.dilation == ONE else self.dilation * (self.kernel - 1) + 1

    def padded(self, size: Named) -> Named:
        """Name the axis together with its padding."""
        if self.padding == ZERO:
            return size
        return Named(size.size + 2 * self.padding, lambda: messages.with_padding(size.text, self.padding))


def for_each(proof: Proof, parameter: str, sizes: tuple[Size, ...], count: int) -> tuple[Size, ...]:
    """Give a parameter's value for each axis, where one value serves for all; nothing known, nothing said.

    Raises:
        Mismatch: if there is another number of values.

    >>> from conformable.core.proof import Proof
    >>> for_each(Proof(), "stride", (ONE,), 2)
    (<1>, <1>)
    """
    match len(sizes):
        case 0:
            return tuple(proof.fresh(least=None) for _ in range(count))
        case 1:
            return sizes * count
        case number if number == count:
            return sizes
        case number:
            raise Mismatch("shape-op", messages.one_or_each(proof.operation, parameter, number, count))


def count_windows(proof: Proof, size: Named, window: Window, *, ceil: bool = False) -> Size:
    """Give the number of places that a window takes on an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html

    Raises:
        Mismatch: if it certainly does not fit.

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.sizes import Symbol
    >>> h = Size.of(Symbol("h"))
    >>> count_windows(Proof(), Named(h, "h"), Window(Size.of(3), Size.of(2), ONE))
    <(h+1)//2>
    """
    _require_sense(proof, window)
    extent, padded = window.extent, window.padded(size)
    if ceil:
        return _count_from_above(proof, size, window, padded.size - extent)
    require_least(proof, padded, Named(extent, lambda: messages.kernel_extent(extent)))
    return floor_divide(padded.size - extent, window.stride) + 1


def count_all(
    proof: Proof, shape: Shape, sizes: tuple[Size, ...], windows: tuple[Window, ...], *, ceil: bool = False
) -> tuple[Size, ...]:
    """Count the windows on the last axes of a shape."""
    axes = range(-len(sizes), 0)
    return tuple(
        count_windows(proof, axis_size(shape, axis, size), window, ceil=ceil)
        for axis, size, window in zip(axes, sizes, windows, strict=True)
    )


def spread(size: Size, window: Window, output_padding: Size = ZERO) -> Size:
    """Give the size that so many windows cover together, the padding taken off.

    >>> spread(Size.of(4), Window(Size.of(3), Size.of(2), ONE))
    <7>
    """
    return (size - 1) * window.stride - 2 * window.padding + window.extent + output_padding


def _count_from_above(proof: Proof, size: Named, window: Window, free: Size) -> Size:
    """Round up, but let the last window start inside the axis or its left padding."""
    count = floor_divide(free + window.stride - 1, window.stride) + 1
    slack = window.extent - 1 - window.stride - window.padding
    if slack.least is None or slack.least < -1:
        started = floor_divide(size.size + window.padding + window.stride - 1, window.stride)
        count = minimum(count, started)
    number = proof.number(count)
    if number is not None and number < 1:
        raise Mismatch("shape-op", messages.no_output(proof.operation, size.text, count))
    return count


def _require_sense(proof: Proof, window: Window) -> None:
    for name, size, least in (
        ("kernel_size", window.kernel, 1),
        ("stride", window.stride, 1),
        ("padding", window.padding, 0),
        ("dilation", window.dilation, 1),
    ):
        number = size.number
        if number is not None and number < least:
            raise Mismatch("shape-op", messages.parameter_too_small(proof.operation, name, number, least))
