"""Axes stretched by broadcasting, axes repeated, axes padded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.comparison import compare_one_or
from conformable.core.ops.axis_edits import replace_axis, require_axis
from conformable.core.ops.conditions import axis_size, parameter_size, require_equal
from conformable.core.ops.registry import rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import ONE, Size, total

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Keywords, Parts, PartTuple
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part


def stretched(proof: Proof, operand: Shape, parts: tuple[Part, ...]) -> Shape:
    """Stretch axes of size 1 to the sizes that are asked for; -1 leaves an axis as it is.

    Raises:
        Mismatch: if an axis certainly has neither size 1 nor the size that is asked for.

    >>> from conformable.core.proof import Proof
    >>> stretched(Proof(), Shape.of(3, 1), (Size.of(2), Size.of(-1), Size.of(4)))
    Shape("2 3 4")
    """
    layout = Shape(parts)
    if layout.rank is not None and layout.rank < operand.least_rank:
        message = messages.too_few_sizes(proof.operation, operand, layout)
        raise Mismatch("shape-rank", message)
    result = list(parts)
    for offset, part in enumerate(reversed(parts), start=1):
        if isinstance(part, Variadic):
            break
        result[-offset] = _stretched_axis(proof, operand, -offset, part)
    return Shape(tuple(proof.fresh() if part == Size.of(-1) else part for part in result))


def _stretched_axis(proof: Proof, operand: Shape, axis: int, wanted: Size) -> Size:
    size = operand.axis(axis)
    if size is None:
        added = wanted.number == -1 and operand.rank is not None
        if added:
            raise Mismatch("shape-op", messages.added_axis_without_size(proof.operation, operand, axis))
        return wanted
    if wanted.number == -1:
        return size
    if _anonymous(wanted):
        return proof.fresh()
    witness = compare_one_or(size, wanted, proof.facts).witness
    if witness is not None:
        raise Mismatch(
            "shape-broadcast", messages.cannot_stretch(proof.operation, operand, axis, wanted), witness
        )
    return wanted


def _anonymous(size: Size) -> bool:
    """Tell whether a size is not known at all: it may be -1."""
    return any(symbol.name == "_" and symbol.least is None for symbol in size.symbols())


@rule("torch.Tensor.expand", "torch.expand_copy")
def expand(proof: Proof, input: Shape, sizes: Parts) -> Shape:
    """Stretch axes of size 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand.html
    """
    return stretched(proof, input, sizes)


@rule("torch.broadcast_to", "numpy.broadcast_to")
def broadcast_to(proof: Proof, input: Shape, sizes: PartTuple) -> Shape:
    """Stretch axes of size 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.broadcast_to.html
    """
    return stretched(proof, input, sizes)


@rule("torch.Tensor.expand_as")
def expand_as(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Stretch axes of size 1 to the shape of another tensor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand_as.html
    """
    return stretched(proof, input, other.parts)


@rule("torch.Tensor.sum_to_size")
def sum_to_size(proof: Proof, input: Shape, sizes: Parts) -> Shape:
    """Sum over axes until these sizes are left; they must broadcast to those of the tensor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.sum_to_size.html
    """
    if input.sizes is not None and Shape(sizes).rank is not None:
        stretched(proof, Shape(sizes), input.sizes)
    return Shape(sizes)


@rule("torch.Tensor.repeat")
def repeat(proof: Proof, input: Shape, sizes: Parts) -> Shape:
    """Repeat a tensor along its axes; numbers in front add axes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.repeat.html

    >>> from conformable.core.proof import Proof
    >>> repeat(Proof(), Shape.of(3, 4), tuple(map(Size.of, (5, 1, 2))))
    Shape("5 3 8")
    """
    times = [part for part in sizes if isinstance(part, Size)]
    if len(times) < len(sizes):
        raise CannotTellError
    if len(times) < input.least_rank:
        raise Mismatch("shape-rank", messages.too_few_sizes(proof.operation, input, Shape(sizes)))
    return _repeated(proof, input, times)


def _repeated(proof: Proof, input: Shape, times: list[Size]) -> Shape:
    """Multiply sizes by numbers, aligned from the right; there are at least as many numbers as axes."""
    result = []
    for axis in range(-len(times), 0):
        size = input.axis(axis)
        if size is None and input.rank is not None:
            size = ONE
        result.append(proof.fresh(least=0) if size is None else size * times[axis])
    return Shape(tuple(result))


@rule("torch.tile")
def tile(proof: Proof, input: Shape, dims: Parts) -> Shape:
    """Repeat a tensor along its axes; missing numbers are 1, missing axes are added.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tile.html
    """
    if input.rank is None:
        raise CannotTellError
    missing = max(0, input.rank - len(dims))
    return repeat(proof, input, (*(ONE,) * missing, *dims))


@rule("numpy.tile")
def numpy_tile(proof: Proof, A: Shape, reps: PartTuple) -> Shape:
    """Repeat an array along its axes; missing numbers are 1, missing axes are added.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.tile.html
    """
    return tile(proof, A, reps)


@rule("numpy.pad")
def pad(
    proof: Proof, array: Shape, pad_width: Argument, mode: Argument = None, options: Keywords = ()
) -> Shape:
    """Add values at both ends of axes: as many everywhere, or before and after, or both for each axis.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.pad.html

    >>> from conformable.core.proof import Proof
    >>> one, two = Size.of(1), Size.of(2)
    >>> pad(Proof(), Shape.of(3, 4), ((one, one), (two, two)))
    Shape("5 8")
    """
    if array.sizes is None:
        raise CannotTellError
    widths = _pad_widths(pad_width, len(array.sizes))
    return Shape(
        tuple(before + size + after for size, (before, after) in zip(array.sizes, widths, strict=True))
    )


def _pad_widths(width: Argument, count: int) -> list[tuple[Size, Size]]:
    """Give the width before and after each axis."""
    match width:
        case Size():
            return [(width, width)] * count
        case (Size() as before, Size() as after):
            return [(before, after)] * count
        case ((Size() as both,),) | (Size() as both,):
            return [(both, both)] * count
        case tuple() if len(width) == count or len(width) == 1:
            pairs = [pair for item in width for pair in _pad_widths(item, 1)]
            return pairs * count if len(pairs) == 1 else pairs
        case _:
            raise CannotTellError


@rule("torch.repeat_interleave")
def repeat_interleave(
    proof: Proof,
    input: Shape,
    repeats: Argument = None,
    dim: int | None = None,
    output_size: Size | None = None,
) -> Shape:
    """Repeat each element along an axis, or each of the tensor laid out flat.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.repeat_interleave.html

    >>> from conformable.core.proof import Proof
    >>> repeat_interleave(Proof(), Shape.of(2, 3), Size.of(4), 1)
    Shape("2 12")
    """
    if dim is not None:
        require_axis(proof, input, dim)
    size = element_count(input) if dim is None else input.axis(dim)
    if output_size is not None:
        length = output_size
    elif isinstance(repeats, Size) and size is not None:
        length = size * repeats
    else:
        length = proof.fresh(least=0)
    return Shape((length,)) if dim is None else replace_axis(proof, input, dim, length)


@rule("numpy.repeat")
def numpy_repeat(proof: Proof, a: Shape, repeats: Argument, axis: int | None = None) -> Shape:
    """Repeat each element along an axis, or each of the array laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.repeat.html
    """
    if not isinstance(repeats, tuple):
        return repeat_interleave(proof, a, repeats, axis)
    times = [item for item in repeats if isinstance(item, Size)]
    if len(times) < len(repeats):
        return repeat_interleave(proof, a, None, axis)
    if len(times) == 1:
        return repeat_interleave(proof, a, times[0], axis)
    size = element_count(a) if axis is None else a.axis(axis)
    if size is not None:
        have = axis_size(a, axis or 0, size)
        require_equal(proof, have, parameter_size("len(repeats)", Size.of(len(times))))
    return repeat_interleave(proof, a, None, axis, total(times))
