"""Elements, rows and diagonals taken out of tensors, and values put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import floor_divide
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import at_least
from conformable.core.ops.axis_edits import drop_axes, replace_axis, require_axis, require_own_axis
from conformable.core.ops.conditions import axis_size, parameter_size, require_equal, require_least
from conformable.core.ops.ranks import exactly, require_rank
from conformable.core.ops.registry import rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Keywords
    from conformable.core.proof import Proof

LAST: Final = Size.of(-1)


@rule("torch.gather")
def gather(proof: Proof, input: Shape, dim: int, index: Shape, options: Keywords = ()) -> Shape:
    """Take, along an axis, the elements that an index tensor of the same rank names.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.gather.html

    >>> from conformable.core.proof import Proof
    >>> gather(Proof(), Shape.of(2, 3), 1, Shape.of(2, 5))
    Shape("2 5")
    """
    _require_index(proof, input, dim, index)
    return Shape(exactly(proof, index, input.rank)) if input.rank and index.rank is None else index


@rule("torch.scatter", "torch.scatter_add", "torch.scatter_reduce")
def scatter(
    proof: Proof,
    input: Shape,
    dim: int,
    index: Shape,
    src: Shape,
    others: Arguments = (),
    options: Keywords = (),
) -> Shape:
    """Put values into the places along an axis that an index tensor of the same rank names.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html
    """
    _require_index(proof, input, dim, index)
    if src.rank and index.sizes is not None and src.sizes is not None:
        require_rank(proof, src, len(index.sizes))
        for axis, (size, wanted) in enumerate(zip(src.sizes, index.sizes, strict=True)):
            require_least(proof, axis_size(src, axis, size), axis_size(index, axis, wanted))
    return input


def _require_index(proof: Proof, input: Shape, dim: int, index: Shape) -> None:
    """Require the same rank, and an index that is nowhere longer than the tensor except along the axis.

    Of an index that may be empty torch requires nothing.
    """
    require_axis(proof, input, dim)
    if (
        not input.rank
        or not index.rank
        or not all(at_least(size, ONE, proof.facts).same for size in index.before)
    ):
        return
    require_rank(proof, index, input.rank)
    for axis, (size, asked) in enumerate(zip(input.before, index.before, strict=True)):
        if axis != dim % input.rank:
            require_least(proof, axis_size(input, axis, size), axis_size(index, axis, asked))


@rule("torch.index_select")
def index_select(proof: Proof, input: Shape, dim: int, index: Shape) -> Shape:
    """Take rows of an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.index_select.html

    >>> from conformable.core.proof import Proof
    >>> index_select(Proof(), Shape.of(2, 3), -1, Shape.of(7))
    Shape("2 7")
    """
    require_rank(proof, index, 0, 1)
    if input.rank == 0:
        return input
    size = index.axis(0) if index.rank else ONE
    return replace_axis(
        proof, input, dim, proof.fresh(least=0) if size is None or index.rank is None else size
    )


@rule("torch.index_add", "torch.index_copy", "torch.index_reduce")
def index_add(
    proof: Proof,
    input: Shape,
    dim: int,
    index: Shape,
    source: Shape,
    others: Arguments = (),
    options: Keywords = (),
) -> Shape:
    """Put rows into an axis; there must be as many as indices.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_add_.html
    """
    require_axis(proof, input, dim)
    if input.rank and source.rank is not None:
        require_rank(proof, source, input.rank)
    count, rows = index.axis(0), source.axis(dim)
    if index.rank == 1 and count is not None and rows is not None:
        require_equal(proof, axis_size(index, 0, count), axis_size(source, dim, rows))
    if input.sizes is not None and source.rank == input.rank:
        for axis, (size, other) in enumerate(zip(input.sizes, source.before, strict=True)):
            if axis != dim % len(input.sizes):
                require_equal(proof, axis_size(input, axis, size), axis_size(source, axis, other))
    return input


@rule("torch.index_fill")
def index_fill(proof: Proof, input: Shape, dim: int, index: Shape, value: Argument) -> Shape:
    """Put a value into rows of an axis."""
    require_axis(proof, input, dim)
    require_rank(proof, index, 0, 1)
    return input


@rule("torch.index_put", "torch.put", "torch.select_scatter", "torch.slice_scatter", "torch.diagonal_scatter")
def put(proof: Proof, input: Shape, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Put values into a tensor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
    """
    return input


@rule("torch.take")
def take(proof: Proof, input: Shape, index: Shape) -> Shape:
    """Take elements of the tensor laid out flat.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.take.html
    """
    return index


@rule("numpy.take")
def numpy_take(
    proof: Proof,
    a: Shape,
    indices: Shape,
    axis: int | None = None,
    out: Argument = None,
    mode: Argument = None,
) -> Shape:
    """Take rows of an axis, or elements of the array laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.take.html

    >>> from conformable.core.proof import Proof
    >>> numpy_take(Proof(), Shape.of(2, 3), Shape.of(4, 5), 1)
    Shape("2 4 5")
    """
    if axis is None:
        return indices
    if indices.variadic is not None and a.variadic is not None:
        raise CannotTellError
    return replace_axis(proof, a, axis, *indices.parts)


@rule("torch.take_along_dim")
def take_along_dim(proof: Proof, input: Shape, indices: Shape, dim: int | None = None) -> Shape:
    """Take elements along an axis; the other axes broadcast. Without an axis, take them of the flat tensor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.take_along_dim.html

    >>> from conformable.core.proof import Proof
    >>> take_along_dim(Proof(), Shape.of(2, 3), Shape.of(1, 5), 1)
    Shape("2 5")
    """
    if dim is None:
        return Shape((element_count(indices),))
    require_axis(proof, input, dim)
    if not input.rank or indices.variadic is not None:
        raise CannotTellError
    require_rank(proof, indices, input.rank)
    taken = indices.parts[dim % input.rank]
    others = broadcast(
        proof,
        replace_axis(proof, input, dim, ONE).labelled(input.label),
        replace_axis(proof, indices, dim, ONE).labelled(indices.label),
    )
    return replace_axis(proof, others, dim, taken)


@rule("numpy.take_along_axis")
def take_along_axis(proof: Proof, arr: Shape, indices: Shape, axis: int | None = -1) -> Shape:
    """Take elements along an axis; the other axes broadcast."""
    return take_along_dim(proof, arr, indices, axis)


@rule("torch.narrow", "torch.narrow_copy")
def narrow(proof: Proof, input: Shape, dim: int, start: Argument, length: Size) -> Shape:
    """Keep so many values of an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.narrow.html
    """
    require_own_axis(proof, input, dim)
    size = input.axis(dim)
    require_least(proof, parameter_size("length", length), parameter_size("0", ZERO))
    if size is not None:
        needed = length
        if isinstance(start, Size):
            sign = at_least(start, ZERO, proof.facts)
            needed = start + length if sign.same else -start if sign.different else length
        require_least(proof, axis_size(input, dim, size), parameter_size("start + length", needed))
    return replace_axis(proof, input, dim, length)


@rule("torch.select", "torch.select_copy")
def select(proof: Proof, input: Shape, dim: int, index: Argument) -> Shape:
    """Take one value of an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.select.html
    """
    size = input.axis(dim)
    if size is not None and isinstance(index, Size):
        first = at_least(index, ZERO, proof.facts)
        needed = index + 1 if first.same else -index if first.different else ONE
        require_least(proof, axis_size(input, dim, size), parameter_size("index", needed))
    return drop_axes(proof, input, (dim,), keep=False)


@rule("torch.Tensor.unfold", "torch.unfold_copy")
def unfold(proof: Proof, input: Shape, dimension: int, size: Size, step: Size) -> Shape:
    """Give all windows of an axis; the last axis runs over a window.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.unfold.html

    >>> from conformable.core.proof import Proof
    >>> unfold(Proof(), Shape.of(2, 7), 1, Size.of(3), Size.of(2))
    Shape("2 3 3")
    """
    whole = input.axis(dimension)
    if whole is None:
        windows = proof.fresh()
    else:
        require_least(proof, axis_size(input, dimension, whole), parameter_size("size", size))
        windows = floor_divide(whole - size, step) + 1
    return Shape((*replace_axis(proof, input, dimension, windows).parts, size))


@rule("torch.nn.functional.one_hot")
def one_hot(proof: Proof, tensor: Shape, num_classes: Size = LAST) -> Shape:
    """Give each number an axis of classes; -1 counts them.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html

    >>> from conformable.core.proof import Proof
    >>> one_hot(Proof(), Shape.of(2, 3), Size.of(10))
    Shape("2 3 10")
    """
    return Shape((*tensor.parts, proof.fresh() if num_classes.number == -1 else num_classes))


@rule("torch.multinomial")
def multinomial(
    proof: Proof, input: Shape, num_samples: Size, replacement: Argument = None, generator: Argument = None
) -> Shape:
    """Draw so many samples from each row.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.multinomial.html
    """
    require_rank(proof, input, 1, 2)
    require_least(proof, parameter_size("num_samples", num_samples), parameter_size("1", ONE))
    categories = input.axis(-1)
    if replacement in {None, False} and categories is not None:
        require_least(proof, axis_size(input, -1, categories), parameter_size("num_samples", num_samples))
    return replace_axis(proof, input, -1, num_samples)
