"""Tensors split along an axis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.arithmetic import modulo
from conformable.core.comparison import never_zero
from conformable.core.ops.arguments import Repeated
from conformable.core.ops.axis_edits import drop_axes, replace_axis, require_axis, require_own_axis
from conformable.core.ops.conditions import (
    axis_size,
    parameter_size,
    require_division,
    require_equal,
)
from conformable.core.ops.ranks import require_least_rank
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.sizes import ZERO, Size, total

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Result, SizeTuple
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape

MAX_PIECES: Final = 64
"""More pieces than this are not listed one by one."""


def _axis(proof: Proof, tensor: Shape, dim: int) -> Size:
    require_axis(proof, tensor, dim)
    size = tensor.axis(dim)
    if size is None:
        raise CannotTellError
    return size


def _pieces(proof: Proof, tensor: Shape, dim: int, sizes: list[Size]) -> Result:
    if len(sizes) > MAX_PIECES:
        raise CannotTellError
    return tuple(replace_axis(proof, tensor, dim, size) for size in sizes)


# --- into pieces of a size ----------------------------------------------------------------------------------


@rule("torch.split", "torch.unsafe_split")
def split(proof: Proof, tensor: Shape, split_size_or_sections: Argument, dim: int = 0) -> Result:
    """Split an axis into pieces of one size, the last one perhaps smaller, or into pieces of given sizes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.split.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> split(Proof(), Shape.of(5, 3), Size.of(2))
    (Shape("2 3"), Shape("2 3"), Shape("1 3"))

    Where it is not known how many pieces there are, each has a size of its own.
    """
    match split_size_or_sections:
        case Size():
            return _split_evenly(proof, tensor, split_size_or_sections, dim)
        case tuple():
            sections = [item for item in split_size_or_sections if isinstance(item, Size)]
            if len(sections) == len(split_size_or_sections):
                return split_with_sizes(proof, tensor, tuple(sections), dim)
        case _:
            pass
    raise CannotTellError


def _split_evenly(proof: Proof, tensor: Shape, piece: Size, dim: int) -> Result:
    whole = _axis(proof, tensor, dim)
    if whole.number is not None and piece.number:
        full, rest = divmod(whole.number, piece.number)
        return _pieces(proof, tensor, dim, [piece] * full + [Size.of(rest)] * bool(rest))
    count = proof.number(proof.divide(whole, piece)) if _divides(proof, whole, piece) else None
    if count is None:
        # The last piece may be smaller: no two are known to be alike.
        return Repeated(replace_axis(proof, tensor, dim, proof.fresh()), proof.fresh())
    return _pieces(proof, tensor, dim, [piece] * count)


def _divides(proof: Proof, whole: Size, part: Size) -> bool:
    return not proof.facts.simplify(modulo(whole, part)).terms


@rule("torch.split_with_sizes", "torch.unsafe_split_with_sizes", "torch.split_with_sizes_copy")
def split_with_sizes(proof: Proof, tensor: Shape, split_sizes: SizeTuple, dim: int = 0) -> Result:
    """Split an axis into pieces of given sizes, which must add up to its size.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.split.html
    """
    require_axis(proof, tensor, dim)
    whole = tensor.axis(dim)
    if whole is not None:
        sections = parameter_size("sum of the sections", total(split_sizes))
        require_equal(proof, axis_size(tensor, dim, whole), sections)
    return _pieces(proof, tensor, dim, list(split_sizes))


# --- into so many pieces ------------------------------------------------------------------------------------


@rule("torch.chunk", "torch.unsafe_chunk")
def chunk(proof: Proof, input: Shape, chunks: int, dim: int = 0) -> Result:
    """Split an axis into at most so many pieces; a size that is not a number is taken to divide evenly.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.chunk.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> chunk(Proof(), Shape.of(2, 7), 3, -1)
    (Shape("2 3"), Shape("2 3"), Shape("2 1"))
    """
    whole = _axis(proof, input, dim)
    if whole.number is None:
        return _even_pieces(proof, input, whole, chunks, dim)
    piece = max(1, -(-whole.number // chunks))
    return _split_evenly(proof, input, Size.of(piece), dim)


def _even_pieces(proof: Proof, input: Shape, whole: Size, count: int, dim: int) -> Result:
    if count < 1 or never_zero(modulo(whole, Size.of(count)), proof.facts):
        raise CannotTellError
    return _pieces(proof, input, dim, [proof.divide(whole, Size.of(count))] * count)


@rule("torch.tensor_split", "numpy.array_split")
def tensor_split(proof: Proof, input: Shape, indices_or_sections: Argument, dim: int = 0) -> Result:
    """Split an axis into so many pieces of nearly one size, or at given places.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tensor_split.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> tensor_split(Proof(), Shape.of(7), Size.of(3)), tensor_split(Proof(), Shape.of(7), (Size.of(2),))
    ((Shape("3"), Shape("2"), Shape("2")), (Shape("2"), Shape("5")))
    """
    whole = _axis(proof, input, dim)
    match indices_or_sections:
        case Size():
            return _nearly_even_pieces(proof, input, whole, indices_or_sections, dim)
        case tuple():
            return _at_places(proof, input, whole, indices_or_sections, dim)
        case _:
            raise CannotTellError


def _nearly_even_pieces(proof: Proof, input: Shape, whole: Size, sections: Size, dim: int) -> Result:
    count = sections.number
    if not count:
        raise CannotTellError
    if whole.number is None:
        return _even_pieces(proof, input, whole, count, dim)
    size, longer = divmod(whole.number, count)
    return _pieces(proof, input, dim, [Size.of(size + (index < longer)) for index in range(count)])


def _at_places(proof: Proof, input: Shape, whole: Size, places: tuple[Argument, ...], dim: int) -> Result:
    cuts = [place for place in places if isinstance(place, Size)]
    if len(cuts) < len(places):
        raise CannotTellError
    if whole.number is not None and all(cut.number is not None for cut in cuts):
        ends = [slice(None, cut.number).indices(whole.number)[1] for cut in cuts]
        sizes = [max(0, end - start) for start, end in pairwise((0, *ends, whole.number))]
        return _pieces(proof, input, dim, list(map(Size.of, sizes)))
    edges = (ZERO, *cuts, whole)
    if any(proof.below(right, left).different for left, right in pairwise(edges)):
        raise CannotTellError
    return _pieces(proof, input, dim, [right - left for left, right in pairwise(edges)])


@rule("numpy.split")
def numpy_split(proof: Proof, ary: Shape, indices_or_sections: Argument, axis: int = 0) -> Result:
    """Split an axis into so many pieces of one size, or at given places.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.split.html
    """
    whole = _axis(proof, ary, axis)
    if isinstance(indices_or_sections, Size):
        if indices_or_sections == ZERO:
            raise Mismatch("shape-op", messages.negative_count(proof.operation, "the number of pieces", ZERO))
        require_division(
            proof, axis_size(ary, axis, whole), parameter_size("indices_or_sections", indices_or_sections)
        )
    return tensor_split(proof, ary, indices_or_sections, axis)


@rule("torch.hsplit", "numpy.hsplit")
def hsplit(proof: Proof, input: Shape, indices_or_sections: Argument) -> Result:
    """Split a vector along axis 0, another tensor along axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.hsplit.html
    """
    require_least_rank(proof, input, 1)
    if input.rank is None and len(input.before) < 2:
        raise CannotTellError
    return numpy_split(proof, input, indices_or_sections, 0 if input.rank == 1 else 1)


@rule("torch.vsplit", "numpy.vsplit")
def vsplit(proof: Proof, input: Shape, indices_or_sections: Argument) -> Result:
    """Split a tensor of at least two axes along axis 0.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.vsplit.html
    """
    require_least_rank(proof, input, 2)
    return numpy_split(proof, input, indices_or_sections, 0)


@rule("torch.dsplit", "numpy.dsplit")
def dsplit(proof: Proof, input: Shape, indices_or_sections: Argument) -> Result:
    """Split a tensor of at least three axes along axis 2.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.dsplit.html
    """
    require_least_rank(proof, input, 3)
    return numpy_split(proof, input, indices_or_sections, 2)


# --- into single values -------------------------------------------------------------------------------------


@rule("torch.unbind", "torch.unbind_copy", "numpy.unstack")
def unbind(proof: Proof, input: Shape, dim: int = 0) -> Result:
    """Take an axis apart into its values.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unbind.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> unbind(Proof(), Shape.of(2, 3))
    (Shape("3"), Shape("3"))
    """
    require_own_axis(proof, input, dim)
    item = drop_axes(proof, input, (dim,), keep=False)
    count = input.axis(dim)
    if count is not None and count.number is not None and count.number <= MAX_PIECES:
        return (item,) * count.number
    return Repeated(item, proof.fresh(least=0) if count is None else count)
