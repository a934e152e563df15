"""Systems of linear equations, and norms.

Source: https://docs.pytorch.org/docs/stable/linalg.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.arithmetic import minimum
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import compare
from conformable.core.ops.arguments import UNKNOWN, axes_of
from conformable.core.ops.conditions import Named, axis_size, require_equal
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.reductions import reduced
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, product

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Axes, Keywords, Result
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part


@rule("torch.linalg.solve")
def solve(proof: Proof, A: Shape, B: Shape, left: bool = True) -> Shape:
    """Solve `A X = B`, or `X A = B`; B is a vector, a batch of vectors as A is one of matrices, or matrices.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.solve.html

    >>> from conformable.core.proof import Proof
    >>> solve(Proof(), Shape.of(2, 3, 3), Shape.of(3, 4)), solve(Proof(), Shape.of(2, 3, 3), Shape.of(2, 3))
    (Shape("2 3 4"), Shape("2 3"))
    """
    if B.rank == 1 or _vectors_of(proof, A, B):
        return _solve_vectors(proof, A, B)
    return _solve_matrices(proof, A, B, left=left)


@rule("torch.linalg.solve_ex")
def solve_ex(proof: Proof, A: Shape, B: Shape, left: bool = True, check_errors: Argument = None) -> Result:
    """Do the same, and tell where it failed."""
    batch, _ = trailing(proof, A, 2)
    return solve(proof, A, B, left), Shape(batch)


@rule("numpy.linalg.solve")
def numpy_solve(proof: Proof, a: Shape, b: Shape) -> Shape:
    """Solve `a x = b`; b is one vector, or matrices.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.solve.html
    """
    if b.rank is None:
        raise CannotTellError
    return _solve_vectors(proof, a, b) if b.rank == 1 else _solve_matrices(proof, a, b, left=True)


@rule("torch.linalg.solve_triangular")
def solve_triangular(
    proof: Proof,
    A: Shape,
    B: Shape,
    upper: Argument = None,
    left: bool = True,
    unitriangular: Argument = None,
) -> Shape:
    """Solve `A X = B`, or `X A = B`, for a triangle A.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.solve_triangular.html
    """
    return _solve_matrices(proof, A, B, left=left)


@rule("torch.triangular_solve")
def triangular_solve(proof: Proof, b: Shape, A: Shape, options: Keywords = ()) -> tuple[Shape, Shape]:
    """Do the same, and give A back."""
    result = _solve_matrices(proof, A, b, left=True)
    _, matrix = trailing(proof, A, 2)
    return result, Shape((*result.parts[:-2], *matrix))


@rule("torch.cholesky_solve")
def cholesky_solve(proof: Proof, B: Shape, L: Shape, upper: Argument = None) -> Shape:
    """Solve for a matrix given by its Cholesky factor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cholesky_solve.html
    """
    return _solve_matrices(proof, L, B, left=True)


@rule("torch.linalg.lu_solve")
def lu_solve(
    proof: Proof, LU: Shape, pivots: Argument, B: Shape, left: bool = True, adjoint: Argument = None
) -> Shape:
    """Solve for a matrix given by its LU factors.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.lu_solve.html
    """
    return _solve_matrices(proof, LU, B, left=left)


@rule("torch.lu_solve")
def old_lu_solve(proof: Proof, b: Shape, LU_data: Shape, LU_pivots: Argument) -> Shape:
    """Do the same."""
    return _solve_matrices(proof, LU_data, b, left=True)


@rule("torch.linalg.ldl_solve")
def ldl_solve(proof: Proof, LD: Shape, pivots: Argument, B: Shape, hermitian: Argument = None) -> Shape:
    """Solve for a matrix given by its LDL factors."""
    return _solve_matrices(proof, LD, B, left=True)


@rule("torch.linalg.lstsq")
def lstsq(proof: Proof, A: Shape, B: Shape, rcond: Argument = None, driver: Argument = None) -> Result:
    """Solve in the sense of least squares; what comes with the solution depends on the driver.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.lstsq.html
    """
    batch, (rows, columns) = trailing(proof, A, 2)
    if B.rank == 1 or _vectors_of(proof, A, B):
        leading, (size,) = trailing(proof, B, 1)
        results: tuple[Size, ...] = (columns,)
    else:
        leading, (size, results_wanted) = trailing(proof, B, 2)
        results = (columns, results_wanted)
    require_equal(proof, axis_size(A, -2, rows), axis_size(B, -len(results), size))
    solution = Shape((*broadcast(proof, Shape(batch), Shape(leading)).parts, *results))
    return solution, UNKNOWN, UNKNOWN, UNKNOWN


@rule("numpy.linalg.lstsq")
def numpy_lstsq(proof: Proof, a: Shape, b: Shape, rcond: Argument = None) -> Result:
    """Do the same for one matrix.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.lstsq.html
    """
    require_rank(proof, a, 2)
    require_rank(proof, b, 1, 2)
    _, (rows, columns) = trailing(proof, a, 2)
    if b.rank is None:
        raise CannotTellError
    require_equal(proof, axis_size(a, 0, rows), axis_size(b, 0, b.before[0]))
    return Shape((columns, *b.before[1:])), UNKNOWN, Shape(()), Shape((minimum(rows, columns),))


@rule("torch.linalg.tensorinv", "numpy.linalg.tensorinv")
def tensorinv(proof: Proof, A: Shape, ind: int = 2) -> Shape:
    """Invert a tensor as a map from its last axes to its first `ind`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.tensorinv.html
    """
    if A.sizes is None or not ind > 0:
        raise CannotTellError
    first, last = A.sizes[:ind], A.sizes[ind:]
    require_equal(proof, _together(A, "first", first), _together(A, "other", last))
    return Shape((*last, *first))


@rule("torch.linalg.tensorsolve", "numpy.linalg.tensorsolve")
def tensorsolve(proof: Proof, A: Shape, B: Shape, dims: Argument = None) -> Shape:
    """Solve for a tensor whose product with A, over all its axes, is B.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.tensorsolve.html
    """
    if A.sizes is None or B.sizes is None or dims is not None:
        raise CannotTellError
    first, last = A.sizes[: len(B.sizes)], A.sizes[len(B.sizes) :]
    require_equal(proof, _together(A, "first", first), _together(A, "other", last))
    return Shape(last)


def _together(operand: Shape, which: str, sizes: tuple[Size, ...]) -> Named:
    size = product(sizes)
    return Named(size, f"{size} (the {which} {len(sizes)} axes of {operand.label or 'the operand'} together)")


def _vectors_of(proof: Proof, A: Shape, B: Shape) -> bool:
    """Tell whether torch takes B for a batch of vectors: it has A's shape without the last axis."""
    if A.sizes is None or B.sizes is None:
        raise CannotTellError
    if len(B.sizes) != len(A.sizes) - 1:
        return False
    pairs = zip(A.sizes, B.sizes, strict=False)
    comparisons = [compare(left, right, proof.facts) for left, right in pairs]
    if all(comparison.same for comparison in comparisons):
        return True
    if any(comparison.different for comparison in comparisons):
        return False
    raise CannotTellError


def _solve_vectors(proof: Proof, A: Shape, B: Shape) -> Shape:
    batch, inner = _square(proof, A)
    leading, (size,) = trailing(proof, B, 1)
    require_equal(proof, inner, axis_size(B, -1, size))
    return Shape((*broadcast(proof, Shape(batch), Shape(leading)).parts, size))


def _solve_matrices(proof: Proof, A: Shape, B: Shape, *, left: bool) -> Shape:
    batch, inner = _square(proof, A)
    leading, sizes = trailing(proof, B, 2)
    axis = -2 if left else -1
    require_equal(proof, inner, axis_size(B, axis, sizes[axis]))
    return Shape((*broadcast(proof, Shape(batch), Shape(leading)).parts, *sizes))


def _square(proof: Proof, A: Shape) -> tuple[tuple[Part, ...], Named]:
    batch, (rows, columns) = trailing(proof, A, 2)
    inner = axis_size(A, -1, columns)
    require_equal(proof, axis_size(A, -2, rows), inner)
    return batch, inner


# --- norms --------------------------------------------------------------------------------------------------


@rule("torch.linalg.norm")
def norm(proof: Proof, A: Shape, ord: Argument = None, dim: Axes = None, keepdim: bool = False) -> Shape:
    """Give the norm along one axis, over two, or of everything.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.norm.html
    """
    if dim is None and isinstance(ord, Size | float | str):
        require_rank(proof, A, 1, 2)
    return reduced(proof, A, dim, keepdim=keepdim)


@rule("numpy.linalg.norm")
def numpy_norm(
    proof: Proof, x: Shape, ord: Argument = None, axis: Axes = None, keepdims: bool = False
) -> Shape:
    """Do the same.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.norm.html
    """
    return norm(proof, x, ord, axis, keepdims)


@rule("torch.linalg.vector_norm", "numpy.linalg.vector_norm")
def vector_norm(
    proof: Proof, x: Shape, ord: Argument = None, dim: Axes = None, keepdim: bool = False
) -> Shape:
    """Give the norm over axes, or over all.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
    """
    return reduced(proof, x, dim, keepdim=keepdim)


@rule("torch.linalg.matrix_norm", "numpy.linalg.matrix_norm")
def matrix_norm(
    proof: Proof, A: Shape, ord: Argument = None, dim: Argument = None, keepdim: bool = False
) -> Shape:
    """Give the norm of each matrix.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
    """
    return reduced(proof, A, (-2, -1) if dim is None else axes_of(dim, proof), keepdim=keepdim)
