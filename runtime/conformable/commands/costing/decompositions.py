"""Floating-point operations of solvers and decompositions of matrices: the leading terms of what LAPACK does.

Sources: LAPACK Working Note 41, appendix C (https://www.netlib.org/lapack/lawnspdf/lawn41.pdf); Golub and
Van Loan, Matrix Computations, 4th edition, figures 8.6.1 and sections 5.2 and 7.5 for the iterative ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.measures import elements
from conformable.core.arithmetic import floor_divide
from conformable.core.extremes import minimum
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.commands.costing.operation import Operation
    from conformable.core.shapes import Shape

#: Numerator and denominator of the factor before `m n k`, where k is the smaller of m and n.
_FACTORS: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(("cholesky", "cholesky_ex"), (1, 3)),
    **dict.fromkeys(("det", "logdet", "slogdet", "lu", "lu_factor", "lu_factor_ex"), (2, 3)),
    **dict.fromkeys(("ldl_factor", "ldl_factor_ex"), (1, 3)),
    **dict.fromkeys(("inv", "inv_ex", "inverse"), (2, 1)),
    "cholesky_inverse": (2, 3),
    **dict.fromkeys(("qr",), (4, 1)),
    "geqrf": (2, 1),
    **dict.fromkeys(("svd", "pinv", "pinverse"), (20, 1)),
    **dict.fromkeys(("svdvals", "matrix_rank", "cond"), (4, 1)),
    **dict.fromkeys(("eigh",), (9, 1)),
    **dict.fromkeys(("eigvalsh",), (4, 3)),
    **dict.fromkeys(("eig",), (25, 1)),
    **dict.fromkeys(("eigvals",), (10, 1)),
}


def decomposition(operation: Operation) -> Size | None:
    """Count what is proportional to the product of both sizes and the smaller one."""
    matrices = operation.shape(0, "input") or operation.shape(0, "A")
    factor = _FACTORS.get(operation.name.rpartition(".")[2])
    if matrices is None or factor is None:
        return None
    smaller = _smaller(matrices)
    if smaller is None:
        return None
    numerator, denominator = factor
    return floor_divide(numerator * elements(matrices) * smaller, Size.of(denominator))


def _smaller(matrices: Shape) -> Size | None:
    rows, columns = matrices.axis(-2), matrices.axis(-1)
    if rows is None or columns is None:
        return None
    return rows if rows == columns else minimum(rows, columns)


def _solved(operation: Operation) -> Size | None:
    """A decomposition of the matrix, then two substitutions for each right-hand side."""
    return _with_sides(
        operation.shape(0, "A") or operation.shape(0, "input"), operation.shape(1, "B"), (2, 3)
    )


def _substituted(operation: Operation) -> Size | None:
    """One substitution for each right-hand side."""
    sides = operation.shape(1, "B")
    size = sides.axis(-2) if sides is not None else None
    return elements(sides) * size if sides is not None and size is not None else None


def _least_squares(operation: Operation) -> Size | None:
    matrices = operation.shape(0, "input") or operation.shape(0, "A")
    return _with_sides(matrices, operation.shape(1, "B"), (2, 1))


def _with_sides(matrices: Shape | None, sides: Shape | None, factor: tuple[int, int]) -> Size | None:
    if matrices is None or sides is None:
        return None
    size = matrices.axis(-1)
    smaller = _smaller(matrices)
    if size is None or smaller is None:
        return None
    numerator, denominator = factor
    decomposed = floor_divide(numerator * elements(matrices) * smaller, Size.of(denominator))
    # A vector has one side.
    return decomposed + 2 * elements(sides) * (size if sides.rank != 0 else ONE)


#: Last part of the name -> its floating-point operations.
DECOMPOSITIONS: Final[Mapping[str, Callable[[Operation], Size | None]]] = {
    **dict.fromkeys(_FACTORS, decomposition),
    **dict.fromkeys(("solve", "solve_ex"), _solved),
    **dict.fromkeys(("solve_triangular", "triangular_solve"), _substituted),
    **dict.fromkeys(("lstsq",), _least_squares),
}
