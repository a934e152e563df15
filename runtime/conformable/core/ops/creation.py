"""Tensors made of sizes, of ranges, and in the shape of others."""

from __future__ import annotations

from math import ceil, isfinite
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.arithmetic import floor_divide
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import at_least
from conformable.core.ops.axis_edits import require_distinct
from conformable.core.ops.ranks import require_rank
from conformable.core.ops.registry import rule, rules
from conformable.core.proof import Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import (
        Argument,
        Arguments,
        AxisNumbers,
        Keywords,
        Parts,
        PartTuple,
        Result,
        SizeTuple,
    )
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part

OF_SIZES: Final = {
    "torch": "empty ones rand randn zeros",
    "numpy.random": "rand randn",
}
"""Functions whose positional arguments are the sizes."""

OF_SIZE_TUPLE: Final = {
    "torch": "empty_strided full",
    "numpy": "empty full ones zeros",
}
"""Functions whose first argument is the sizes."""

OF_NEW_SIZES: Final = {"torch.Tensor": "new_empty new_ones new_zeros"}
"""Methods whose arguments are the sizes, whatever the tensor's own are."""

WINDOWS: Final = {
    "torch.signal.windows": """
        bartlett blackman cosine exponential gaussian general_cosine general_hamming hamming hann kaiser
        nuttall
    """,
    "torch": "bartlett_window blackman_window hamming_window hann_window kaiser_window",
    "numpy": "bartlett blackman hamming hanning kaiser",
}
"""Functions whose first argument is the length of a window."""

LIKE: Final = {
    "torch": "empty_like full_like ones_like rand_like randint_like randn_like zeros_like",
    "numpy": "empty_like full_like ones_like zeros_like",
}
"""Functions that give the shape of their first argument."""


TWO: Final = Size.of(2)
FIFTY: Final = Size.of(50)


def of_sizes(proof: Proof, sizes: Parts = (), options: Keywords = ()) -> Shape:
    """Take the sizes that are given.

    Source: https://docs.pytorch.org/docs/stable/torch.html#creation-ops

    >>> from conformable.core.proof import Proof
    >>> of_sizes(Proof(), (Size.of(2), Size.of(3)))
    Shape("2 3")
    """
    return _made(proof, sizes)


def of_size_tuple(proof: Proof, sizes: PartTuple, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Take the sizes that the first argument gives.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.zeros.html
    """
    return _made(proof, sizes)


def of_new_sizes(proof: Proof, input: Shape, sizes: Parts = (), options: Keywords = ()) -> Shape:
    """Take the sizes that are given.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.new_zeros.html
    """
    return _made(proof, sizes)


def like(
    proof: Proof,
    input: Shape,
    others: Arguments = (),
    sizes: PartTuple | None = None,
    options: Keywords = (),
) -> Shape:
    """Take the shape of a tensor; NumPy lets `shape` overrule it.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.zeros_like.html
    """
    return Shape(input.parts) if sizes is None else _made(proof, sizes)


def _made(proof: Proof, sizes: tuple[Part, ...]) -> Shape:
    """Require that no size is negative, and learn it."""
    for axis, part in enumerate(sizes):
        if isinstance(part, Size) and proof.below(part, ZERO).different:
            raise Mismatch("shape-op", messages.negative_size(proof.operation, part, axis))
    return Shape(sizes)


rules(of_sizes, OF_SIZES)
rules(of_size_tuple, OF_SIZE_TUPLE)
rules(of_new_sizes, OF_NEW_SIZES)
rules(like, LIKE)


@rule("torch.Tensor.new_full")
def new_full(
    proof: Proof, input: Shape, sizes: PartTuple, fill_value: Argument = None, options: Keywords = ()
) -> Shape:
    """Take the sizes that are given.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.new_full.html
    """
    return _made(proof, sizes)


@rule("torch.Tensor.new_empty_strided")
def new_empty_strided(
    proof: Proof, input: Shape, sizes: PartTuple, stride: Argument, options: Keywords = ()
) -> Shape:
    """Take the sizes that are given."""
    return _made(proof, sizes)


@rule("torch.scalar_tensor")
def scalar_tensor(proof: Proof, s: Argument) -> Shape:
    """Make a tensor without axes."""
    return Shape(())


@rule("torch.eye", "numpy.eye", "numpy.tri")
def eye(proof: Proof, n: Size, m: Size | None = None, k: Argument = None) -> Shape:
    """Make a matrix, square unless a second size is given.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.eye.html
    """
    return _made(proof, (n, n if m is None else m))


@rule("numpy.identity")
def identity(proof: Proof, n: Size) -> Shape:
    """Make a square matrix."""
    return _made(proof, (n, n))


@rule("torch.randperm")
def randperm(proof: Proof, n: Size) -> Shape:
    """Order so many numbers at random."""
    return _made(proof, (n,))


def window(proof: Proof, window_length: Size, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Make a window of so many values.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.hann_window.html
    """
    return _made(proof, (window_length,))


rules(window, WINDOWS)


# --- ranges -------------------------------------------------------------------------------------------------


@rule("torch.arange")
def arange(
    proof: Proof, start: Argument, end: Argument = None, step: Argument = ONE, options: Keywords = ()
) -> Shape:
    """Count from `start` to below `end`, from 0 where only one bound is given; the bounds must be in order.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.arange.html

    >>> from conformable.core.proof import Proof
    >>> arange(Proof(), Size.of(2), Size.of(9), Size.of(3))
    Shape("3")
    """
    first, last = (ZERO, start) if end is None else (start, end)
    length = _range_length(proof, first, last, step)
    if length is None:
        raise Mismatch("shape-op", messages.empty_range(proof.operation, str(first), str(last), str(step)))
    return Shape((length,))


@rule("numpy.arange")
def numpy_arange(
    proof: Proof, start: Argument, stop: Argument = None, step: Argument = ONE, dtype: Argument = None
) -> Shape:
    """Count from `start` to below `stop`, from 0 where only one bound is given.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.arange.html
    """
    first, last = (ZERO, start) if stop is None else (start, stop)
    return Shape((_range_length(proof, first, last, step) or ZERO,))


def _range_length(proof: Proof, first: Argument, last: Argument, step: Argument) -> Size | None:
    """Count the steps between two bounds; None where the bounds are certainly out of order."""
    if isinstance(first, Size) and isinstance(last, Size) and isinstance(step, Size):
        return _steps(proof, last - first, step)
    low, high, by = map(_number, (first, last, step))
    if low is None or high is None or not by or not isfinite((high - low) / by):
        return proof.fresh(least=0)
    count = ceil((high - low) / by)
    return Size.of(count) if count >= 0 else None


def _steps(proof: Proof, span: Size, step: Size) -> Size | None:
    """Count the steps within a span; that it is not negative is a range condition."""
    if at_least(-step, ONE, proof.facts).same:
        span, step = -span, -step
    elif not at_least(step, ONE, proof.facts).same:
        return proof.fresh(least=0)
    if proof.below(span, ZERO).different:
        return None
    return floor_divide(span + step - 1, step)


def _number(argument: Argument) -> float | None:
    match argument:
        case Size():
            return argument.number
        case float() | int():
            return argument
        case _:
            return None


@rule("torch.empty_permuted")
def empty_permuted(
    proof: Proof, size: PartTuple, physical_layout: AxisNumbers, options: Keywords = ()
) -> Shape:
    """Take the sizes that are given; the order in memory names each axis once.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.empty_permuted.html
    """
    result = _made(proof, size)
    if result.rank not in {None, len(physical_layout)}:
        raise Mismatch(
            "shape-op",
            messages.unequal_axis_counts(proof.operation, result.least_rank, len(physical_layout)),
        )
    require_distinct(proof, result, physical_layout)
    return result


@rule("torch.linspace", "torch.logspace")
def linspace(
    proof: Proof, start: Argument, end: Argument, steps: Size, base: Argument = None, options: Keywords = ()
) -> Shape:
    """Take so many values between two bounds.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linspace.html
    """
    for bound in (start, end):
        if isinstance(bound, Shape):
            require_rank(proof, bound, 0)
    return _made(proof, (steps,))


@rule("numpy.linspace", "numpy.logspace", "numpy.geomspace")
def numpy_linspace(
    proof: Proof,
    start: Shape,
    stop: Shape,
    num: Size = FIFTY,
    endpoint: Argument = None,
    base: Argument = None,
    dtype: Argument = None,
) -> Shape:
    """Take so many values between two bounds that broadcast; they run along the first axis.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linspace.html
    """
    return Shape((*_made(proof, (num,)).parts, *broadcast(proof, start, stop).parts))


@rule("numpy.indices")
def indices(proof: Proof, dimensions: SizeTuple, dtype: Argument = None) -> Shape:
    """Give, for each axis of an array of these sizes, the index along it.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.indices.html
    """
    return Shape((Size.of(len(dimensions)), *dimensions))


# --- triangles ----------------------------------------------------------------------------------------------


@rule("torch.tril_indices")
def tril_indices(proof: Proof, row: Size, col: Size, offset: int = 0) -> Shape:
    """Give the places of a triangle, in two rows.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tril_indices.html
    """
    return Shape((TWO, _triangle(proof, row, col, offset)))


@rule("torch.triu_indices")
def triu_indices(proof: Proof, row: Size, col: Size, offset: int = 0) -> Shape:
    """Give the places of a triangle, in two rows.

    >>> from conformable.core.proof import Proof
    >>> triu_indices(Proof(), Size.of(3), Size.of(3), 1)
    Shape("2 3")
    """
    return Shape((TWO, _triangle(proof, col, row, -offset)))


@rule("numpy.tril_indices")
def numpy_tril_indices(proof: Proof, n: Size, k: int = 0, m: Size | None = None) -> Result:
    """Give the places of a triangle, rows and columns apart."""
    places = Shape((_triangle(proof, n, n if m is None else m, k),))
    return (places, places)


@rule("numpy.triu_indices")
def numpy_triu_indices(proof: Proof, n: Size, k: int = 0, m: Size | None = None) -> Result:
    """Give the places of a triangle, rows and columns apart."""
    places = Shape((_triangle(proof, n if m is None else m, n, -k),))
    return (places, places)


def _triangle(proof: Proof, rows: Size, columns: Size, offset: int) -> Size:
    """Count the places on and below a diagonal."""
    height, width = rows.number, columns.number
    if height is None or width is None:
        square = rows == columns and offset in {0, -1}
        return floor_divide(rows * (rows + 1 + 2 * offset), TWO) if square else proof.fresh(least=0)
    ends = (height + offset, offset, height + offset - width, offset - width)
    below, above, beyond, corner = (end * (end + 1) // 2 if end > 0 else 0 for end in ends)
    return Size.of(below - above - beyond + corner)
