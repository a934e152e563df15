"""Diagonals and triangles of matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.arithmetic import maximum, minimum
from conformable.core.ops.axis_edits import drop_axes, replace_axis, require_axis, require_distinct
from conformable.core.ops.ranks import require_least_rank, require_rank
from conformable.core.ops.registry import rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument
    from conformable.core.proof import Proof


def _length(rows: Size | None, columns: Size | None, offset: int) -> Size | None:
    """Give the length of a diagonal."""
    if rows is None or columns is None:
        return None
    return maximum(ZERO, minimum(rows + min(offset, 0), columns - max(offset, 0)))


@rule("torch.diagonal", "torch.diagonal_copy")
def diagonal(proof: Proof, input: Shape, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Shape:
    """Take the diagonal of two axes; it becomes the last axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.diagonal.html

    >>> from conformable.core.proof import Proof
    >>> diagonal(Proof(), Shape.of(5, 3, 4), 0, -2, -1)
    Shape("5 3")
    """
    length = _length(input.axis(dim1), input.axis(dim2), offset)
    rest = drop_axes(proof, input, (dim1, dim2), keep=False)
    return Shape((*rest.parts, proof.fresh(least=0) if length is None else length))


@rule("numpy.diagonal")
def numpy_diagonal(proof: Proof, a: Shape, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Shape:
    """Take the diagonal of two axes; it becomes the last axis."""
    return diagonal(proof, a, offset, axis1, axis2)


@rule("torch.diag", "numpy.diag")
def diag(proof: Proof, input: Shape, diagonal: int = 0) -> Shape:
    """Take the diagonal of a matrix, or make a matrix of a diagonal.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.diag.html

    >>> from conformable.core.proof import Proof
    >>> diag(Proof(), Shape.of(3), 1), diag(Proof(), Shape.of(3, 5))
    (Shape("4 4"), Shape("3"))
    """
    require_rank(proof, input, 1, 2)
    match input.sizes:
        case None:
            raise CannotTellError
        case (size,):
            return Shape((size + abs(diagonal),) * 2)
        case _:
            length = _length(input.axis(0), input.axis(1), diagonal)
            return Shape((proof.fresh(least=0) if length is None else length,))


@rule("torch.diagflat", "numpy.diagflat")
def diagflat(proof: Proof, input: Shape, offset: int = 0) -> Shape:
    """Make a matrix with all elements on a diagonal."""
    return Shape((element_count(input) + abs(offset),) * 2)


@rule("torch.diag_embed")
def diag_embed(proof: Proof, input: Shape, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Shape:
    """Make matrices with the values of the last axis on a diagonal.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.diag_embed.html

    >>> from conformable.core.proof import Proof
    >>> diag_embed(Proof(), Shape.of(2, 3))
    Shape("2 3 3")
    """
    require_axis(proof, input, -1)
    last = input.axis(-1)
    side = proof.fresh() if last is None else last + abs(offset)
    rest = replace_axis(proof, input, -1)
    if (dim1, dim2) in {(-2, -1), (-1, -2)}:
        return Shape((*rest.parts, side, side))
    if input.rank is None:
        raise CannotTellError
    places = sorted(require_distinct(proof, input, (dim1, dim2), added=1))
    parts = list(rest.parts)
    for place in places:
        parts.insert(place, side)
    return Shape(tuple(parts))


@rule("torch.tril", "torch.triu")
def triangle(proof: Proof, input: Shape, diagonal: Argument = None) -> Shape:
    """Keep a triangle of matrices.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tril.html
    """
    require_least_rank(proof, input, 2)
    return input


@rule("numpy.tril", "numpy.triu")
def numpy_triangle(proof: Proof, m: Shape, k: Argument = None) -> Shape:
    """Keep a triangle of matrices; a vector is taken to be every row of one.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.tril.html
    """
    return Shape(m.parts * 2) if m.rank == 1 else m
