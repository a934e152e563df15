"""Images resampled to other sizes: interpolate, grids; and padding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.ops.conditions import Named, axis_size, parameter_size, require_equal, require_least
from conformable.core.ops.ranks import around, exactly, require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.ops.scaling import scaled
from conformable.core.ops.windows import for_each
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, SizeTuple
    from conformable.core.proof import Proof

RANKS_OF_MODES: Final = {"linear": (3,), "bilinear": (4,), "bicubic": (4,), "trilinear": (5,)}
"""How many axes an interpolation mode needs; the others take three to five."""


@rule("torch.nn.functional.interpolate", "torch.nn.functional.upsample")
def interpolate(
    proof: Proof,
    input: Shape,
    size: SizeTuple | None = None,
    scale_factor: Argument = None,
    mode: Argument = "nearest",
    align_corners: Argument = None,
    recompute_scale_factor: Argument = None,
    antialias: Argument = None,
) -> Shape:
    """Resample the axes after the channels to a size, or by a factor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html

    >>> from conformable.core.proof import Proof
    >>> interpolate(Proof(), Shape.of(2, 3, 8, 9), scale_factor=0.5)
    Shape("2 3 4 4")
    """
    require_rank(proof, input, *RANKS_OF_MODES.get(mode if isinstance(mode, str) else "", (3, 4, 5)))
    if input.sizes is None:
        (batch, channels), _, _ = around(proof, input, 2, 0)
        return Shape((batch, channels, proof.fresh_variadic()))
    batch, channels, *sizes = input.sizes
    if (size is None) is (scale_factor is None):
        raise Mismatch("shape-op", messages.size_or_factor(proof.operation))
    if size is not None:
        return Shape((batch, channels, *for_each(proof, "size", size, len(sizes))))
    _require_factors(proof, scale_factor, len(sizes))
    return Shape((batch, channels, *_scaled_sizes(proof, input, tuple(sizes), scale_factor)))


@rule("torch.nn.functional.upsample_nearest", "torch.nn.functional.upsample_bilinear")
def upsample(
    proof: Proof, input: Shape, size: SizeTuple | None = None, scale_factor: Argument = None
) -> Shape:
    """Resample, in a fixed mode."""
    return interpolate(proof, input, size, scale_factor)


def _require_factors(proof: Proof, factor: Argument, axes: int) -> None:
    if isinstance(factor, tuple) and len(factor) != axes:
        raise Mismatch("shape-op", messages.one_or_each(proof.operation, "scale_factor", len(factor), axes))


def _scaled_sizes(proof: Proof, input: Shape, sizes: tuple[Size, ...], factor: Argument) -> tuple[Size, ...]:
    results = scaled(proof, sizes, factor)
    for axis, (size, result) in enumerate(zip(sizes, results, strict=True), start=2):
        number = proof.number(result)
        if number is not None and number < 1:
            text = axis_size(input, axis, size).text
            raise Mismatch("shape-op", messages.no_output(proof.operation, text, result))
    return results


@rule("torch.nn.functional.grid_sample", "torch.grid_sampler")
def grid_sample(
    proof: Proof,
    input: Shape,
    grid: Shape,
    mode: Argument = None,
    padding_mode: Argument = None,
    align_corners: Argument = None,
) -> Shape:
    """Sample an image at the points of a grid.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html

    >>> from conformable.core.proof import Proof
    >>> grid_sample(Proof(), Shape.of(2, 3, 8, 9), Shape.of(2, 4, 5, 2))
    Shape("2 3 4 5")
    """
    require_rank(proof, input, 4, 5)
    require_rank(proof, grid, 4, 5)
    rank = grid.rank if input.rank is None else input.rank
    if rank is None:
        raise CannotTellError
    batch, channels, *_ = exactly(proof, input, rank)
    grid_batch, *places, coordinates = exactly(proof, grid, rank)
    require_equal(proof, axis_size(input, 0, batch), axis_size(grid, 0, grid_batch))
    wanted = parameter_size("number of coordinates", Size.of(rank - 2))
    require_equal(proof, axis_size(grid, -1, coordinates), wanted)
    return Shape((batch, channels, *places))


@rule("torch.grid_sampler_2d", "torch.grid_sampler_3d")
def grid_sampler(
    proof: Proof,
    input: Shape,
    grid: Shape,
    interpolation_mode: Argument,
    padding_mode: Argument,
    align_corners: Argument,
) -> Shape:
    """Sample an image at the points of a grid."""
    return grid_sample(proof, input, grid)


@rule("torch.nn.functional.affine_grid")
def affine_grid(proof: Proof, theta: Shape, size: SizeTuple, align_corners: Argument = None) -> Shape:
    """Make the grid of an affine map for images of a size.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html

    >>> from conformable.core.proof import Proof
    >>> affine_grid(Proof(), Shape.of(5, 2, 3), tuple(map(Size.of, (5, 1, 8, 9))))
    Shape("5 8 9 2")
    """
    if len(size) not in {4, 5}:
        raise CannotTellError
    batch, rows, columns = exactly(proof, theta, 3)
    count = len(size) - 2
    require_equal(proof, axis_size(theta, 0, batch), parameter_size("size[0]", size[0]))
    require_equal(proof, axis_size(theta, 1, rows), parameter_size("number of coordinates", Size.of(count)))
    require_equal(proof, axis_size(theta, 2, columns), Named(Size.of(count + 1), str(count + 1)))
    return Shape((batch, *size[2:], Size.of(count)))


# --- padding ------------------------------------------------------------------------------------------------

PADDED_RANKS: Final = {1: (2, 3), 2: (3, 4), 3: (4, 5)}
"""How many axes an input may have whose last 1, 2 or 3 are padded with other values than a constant."""


@rule("torch.nn.functional.pad")
def pad(proof: Proof, input: Shape, pad: SizeTuple, mode: str = "constant", value: Argument = None) -> Shape:
    """Pad both ends of the last axes; the pairs of numbers start with the last axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html

    >>> from conformable.core.proof import Proof
    >>> pad(Proof(), Shape.of(2, 3), (Size.of(1), Size.of(2)))
    Shape("2 6")
    """
    if not pad:
        raise CannotTellError
    if len(pad) % 2:
        raise Mismatch("shape-op", messages.pads_in_pairs(proof.operation, len(pad)))
    pairs = tuple(zip(pad[0::2], pad[1::2], strict=True))[::-1]
    if mode != "constant":
        require_rank(proof, input, *PADDED_RANKS.get(len(pairs), (len(pairs),)))
    leading, sizes = trailing(proof, input, len(pairs))
    return Shape((*leading, *_padded(proof, input, sizes, pairs, mode)))


@rule("torch.constant_pad_nd")
def constant_pad(proof: Proof, input: Shape, pad_sizes: SizeTuple, value: Argument = None) -> Shape:
    """Pad both ends of the last axes with a constant."""
    return pad(proof, input, pad_sizes)


def _padded(
    proof: Proof, input: Shape, sizes: tuple[Size, ...], pairs: tuple[tuple[Size, Size], ...], mode: str
) -> tuple[Size, ...]:
    results = []
    for axis, (size, (left, right)) in enumerate(zip(sizes, pairs, strict=True), start=-len(sizes)):
        named = axis_size(input, axis, size)
        for amount in (left, right):
            _require_room(proof, named, amount, mode)
        cut = -(left + right)
        if cut.number is not None and cut.number > 0:
            require_least(proof, named, Named(cut, messages.cut_off(cut)))
        results.append(size + left + right)
    return tuple(results)


def _require_room(proof: Proof, size: Named, amount: Size, mode: str) -> None:
    """An axis cannot be reflected or wrapped by more than it has."""
    if amount == ZERO or mode not in {"reflect", "circular"}:
        return
    needed = amount + 1 if mode == "reflect" else amount
    require_least(proof, size, Named(needed, messages.padding_needs(needed, mode)))
