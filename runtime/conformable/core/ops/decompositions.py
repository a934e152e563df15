"""Functions of one matrix, or of each of a batch: determinants, inverses, decompositions.

Source: https://docs.pytorch.org/docs/stable/linalg.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import minimum
from conformable.core.broadcasting import broadcast
from conformable.core.ops.axis_edits import drop_axes
from conformable.core.ops.conditions import axis_size, require_equal
from conformable.core.ops.diagonals import diagonal
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.registry import rule, rules
from conformable.core.ops.signatures import signature_rule
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument, Arguments, Keywords, OptionalShape, Result
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part

SIGNATURES: Final = {
    "*b n n -> *b n n": {
        "torch": "inverse matrix_exp matrix_power cholesky cholesky_inverse",
        "torch.linalg": "inv matrix_exp matrix_power cholesky",
        "numpy.linalg": "inv matrix_power cholesky",
    },
    "*b n n -> *b": {"torch": "det logdet", "torch.linalg": "det", "numpy.linalg": "det"},
    "*b n n -> *b, *b": {"torch": "slogdet", "torch.linalg": "slogdet", "numpy.linalg": "slogdet"},
    "*b n n -> *b n": {"torch.linalg": "eigvals eigvalsh", "numpy.linalg": "eigvals eigvalsh"},
    "*b n n -> *b n, *b n n": {"torch.linalg": "eig eigh", "numpy.linalg": "eig eigh"},
    "*b n n -> *b n n, *b": {"torch.linalg": "inv_ex cholesky_ex"},
    "*b n n -> *b n n, *b n": {"torch.linalg": "ldl_factor"},
    "*b n n -> *b n n, *b n, *b": {"torch.linalg": "ldl_factor_ex"},
    "*b m n -> *b n m": {
        "torch": "pinverse",
        "torch.linalg": "pinv",
        "numpy.linalg": "pinv matrix_transpose",
    },
    "*b m n -> *b": {"torch.linalg": "matrix_rank cond", "numpy.linalg": "cond"},
    "n m -> ": {"torch": "trace"},
}
"""What the notation can say about functions of a matrix; their further arguments change no shape."""


def _of_matrix(signature: str) -> Callable[..., Result]:
    apply = signature_rule(signature)

    def of_matrix(proof: Proof, A: Shape, others: Arguments = (), options: Keywords = ()) -> Result:
        """Apply the signature to the matrix."""
        return apply(proof, (A,))

    return of_matrix


for _signature, _names in SIGNATURES.items():
    rules(_of_matrix(_signature), _names)


@rule("numpy.linalg.matrix_rank")
def numpy_matrix_rank(proof: Proof, A: Shape, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Give the rank of each matrix; a vector counts as one.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_rank.html
    """
    if A.rank is not None and A.rank < 2:
        return Shape(())
    return Shape(trailing(proof, A, 2)[0])


@rule("numpy.trace")
def numpy_trace(
    proof: Proof, a: Shape, offset: Argument = None, axis1: int = 0, axis2: int = 1, dtype: Argument = None
) -> Shape:
    """Sum the diagonal of two axes.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.trace.html
    """
    return drop_axes(proof, a, (axis1, axis2), keep=False)


@rule("numpy.linalg.trace")
def numpy_linalg_trace(proof: Proof, x: Shape, offset: Argument = None) -> Shape:
    """Sum the diagonal of the last two axes.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.trace.html
    """
    return drop_axes(proof, x, (-2, -1), keep=False)


@rule("torch.linalg.diagonal")
def linalg_diagonal(proof: Proof, A: Shape, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Shape:
    """Take the diagonal of two axes; it becomes the last axis."""
    return diagonal(proof, A, offset, dim1, dim2)


@rule("numpy.linalg.diagonal")
def numpy_linalg_diagonal(proof: Proof, x: Shape, offset: int = 0) -> Shape:
    """Take the diagonal of the last two axes.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.diagonal.html
    """
    return diagonal(proof, x, offset, -2, -1)


# --- singular values ----------------------------------------------------------------------------------------


def _matrix(proof: Proof, A: Shape) -> tuple[tuple[Part, ...], Size, Size, Size]:
    """Give the batch, the rows, the columns, and the smaller of the two."""
    batch, (rows, columns) = trailing(proof, A, 2)
    return batch, rows, columns, minimum(rows, columns)


@rule("torch.linalg.svd")
def svd(proof: Proof, A: Shape, full_matrices: bool = True, driver: Argument = None) -> tuple[Shape, ...]:
    """Decompose into `U`, the singular values, and `V` transposed.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.svd.html

    >>> from conformable.core.proof import Proof
    >>> svd(Proof(), Shape.of(5, 3), full_matrices=False)
    (Shape("5 3"), Shape("3"), Shape("3 3"))
    """
    batch, rows, columns, least = _matrix(proof, A)
    inner = (rows, columns) if full_matrices else (least, least)
    return Shape((*batch, rows, inner[0])), Shape((*batch, least)), Shape((*batch, inner[1], columns))


@rule("numpy.linalg.svd")
def numpy_svd(
    proof: Proof, a: Shape, full_matrices: bool = True, compute_uv: bool = True, hermitian: Argument = None
) -> Result:
    """Do the same, or give the singular values only.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.svd.html
    """
    return svd(proof, a, full_matrices) if compute_uv else svdvals(proof, a)


@rule("torch.svd")
def old_svd(proof: Proof, input: Shape, some: bool = True, compute_uv: bool = True) -> tuple[Shape, ...]:
    """Do the same, but give `V` not transposed.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.svd.html
    """
    batch, rows, columns, least = _matrix(proof, input)
    inner = (least, least) if some and compute_uv else (rows, columns)
    return Shape((*batch, rows, inner[0])), Shape((*batch, least)), Shape((*batch, columns, inner[1]))


@rule("torch.linalg.svdvals", "numpy.linalg.svdvals")
def svdvals(proof: Proof, A: Shape, driver: Argument = None) -> Shape:
    """Give the singular values."""
    batch, _, _, least = _matrix(proof, A)
    return Shape((*batch, least))


@rule("torch.pca_lowrank")
def pca_lowrank(
    proof: Proof, A: Shape, q: Argument = None, center: Argument = None, niter: Argument = None
) -> tuple[Shape, ...]:
    """Approximate a decomposition by `q` columns.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.pca_lowrank.html
    """
    batch, rows, columns, least = _matrix(proof, A)
    count = minimum(Size.of(6), least) if q is None else _size(q)
    return Shape((*batch, rows, count)), Shape((*batch, count)), Shape((*batch, columns, count))


@rule("torch.svd_lowrank")
def svd_lowrank(
    proof: Proof, A: Shape, q: Argument = None, niter: Argument = None, M: Argument = None
) -> tuple[Shape, ...]:
    """Approximate a decomposition by `q` columns, 6 if it is not given.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.svd_lowrank.html
    """
    centred = broadcast(proof, A, M) if isinstance(M, Shape) else A
    return pca_lowrank(proof, centred, Size.of(6) if q is None else q)


def _size(argument: Argument) -> Size:
    if not isinstance(argument, Size):
        raise CannotTellError
    return argument


# --- triangles ----------------------------------------------------------------------------------------------


def _qr(proof: Proof, A: Shape, *, complete: bool) -> tuple[Shape, Shape]:
    batch, rows, columns, least = _matrix(proof, A)
    inner = rows if complete else least
    return Shape((*batch, rows, inner)), Shape((*batch, inner, columns))


@rule("torch.linalg.qr")
def qr(proof: Proof, A: Shape, mode: str = "reduced") -> tuple[Shape, Shape]:
    """Decompose into `Q` and `R`; in mode "r" the first is empty.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.qr.html
    """
    first, second = _qr(proof, A, complete=mode == "complete")
    return (Shape((ZERO,)) if mode == "r" else first), second


@rule("numpy.linalg.qr")
def numpy_qr(proof: Proof, a: Shape, mode: str = "reduced") -> Result:
    """Do the same; in mode "r" there is only one result, in mode "raw" they are LAPACK's.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.qr.html
    """
    if mode == "raw":
        batch, rows, columns, least = _matrix(proof, a)
        return Shape((*batch, columns, rows)), Shape((*batch, least))
    first, second = _qr(proof, a, complete=mode == "complete")
    return second if mode == "r" else (first, second)


@rule("torch.qr")
def old_qr(proof: Proof, input: Shape, some: bool = True) -> tuple[Shape, Shape]:
    """Decompose into `Q` and `R`."""
    return _qr(proof, input, complete=not some)


@rule("torch.linalg.lu")
def lu(proof: Proof, A: Shape, pivot: bool = True) -> tuple[Shape, Shape, Shape]:
    """Decompose into a permutation and two triangles.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.lu.html
    """
    batch, rows, columns, least = _matrix(proof, A)
    permutation = Shape((*batch, rows, rows)) if pivot else Shape((ZERO,))
    return permutation, Shape((*batch, rows, least)), Shape((*batch, least, columns))


@rule("torch.linalg.lu_factor")
def lu_factor(proof: Proof, A: Shape, pivot: Argument = None) -> tuple[Shape, Shape]:
    """Decompose into both triangles in one matrix, and the pivots.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.lu_factor.html
    """
    batch, _, _, least = _matrix(proof, A)
    return Shape(A.parts), Shape((*batch, least))


@rule("torch.lu")
def old_lu(proof: Proof, A: Shape, pivot: Argument = None, get_infos: bool = False) -> Result:
    """Do the same, and tell where it failed if that is asked for.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.lu.html
    """
    return lu_factor_ex(proof, A) if get_infos else lu_factor(proof, A)


@rule("torch.linalg.lu_factor_ex")
def lu_factor_ex(proof: Proof, A: Shape, pivot: Argument = None, check_errors: Argument = None) -> Result:
    """Do the same, and tell where it failed."""
    batch, _, _, _ = _matrix(proof, A)
    return (*lu_factor(proof, A), Shape(batch))


@rule("torch.lu_unpack")
def lu_unpack(proof: Proof, LU_data: Shape, LU_pivots: Shape, options: Keywords = ()) -> Result:
    """Take the result of `lu_factor` apart.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.lu_unpack.html
    """
    if options:
        raise CannotTellError
    return lu(proof, LU_data)


@rule("torch.geqrf")
def geqrf(proof: Proof, input: Shape) -> tuple[Shape, Shape]:
    """Give LAPACK's form of `Q` and `R`."""
    return lu_factor(proof, input)


# --- other matrices -----------------------------------------------------------------------------------------


@rule("torch.linalg.vander")
def vander(proof: Proof, x: Shape, N: Argument = None) -> Shape:
    """Add an axis of powers, as many as there are values if it is not said.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.vander.html
    """
    if x.rank == 0:
        raise CannotTellError
    batch, (size,) = trailing(proof, x, 1)
    return Shape((*batch, size, size if N is None else _size(N)))


@rule("torch.vander", "numpy.vander")
def vander_of_vector(proof: Proof, x: Shape, N: Argument = None, increasing: Argument = None) -> Shape:
    """Do the same for a vector.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.vander.html
    """
    require_rank(proof, x, 1)
    return vander(proof, x, N)


@rule("torch.corrcoef")
def corrcoef(proof: Proof, input: Shape) -> Shape:
    """Compare every two rows; a vector is one row.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.corrcoef.html
    """
    return _compared(proof, input, 0)


@rule("torch.cov")
def cov(
    proof: Proof,
    input: Shape,
    correction: Argument = None,
    fweights: OptionalShape = None,
    aweights: OptionalShape = None,
) -> Shape:
    """Compare every two rows; a vector is one row. Each observation may have a weight.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cov.html
    """
    observations = input.axis(-1)
    for weights in (fweights, aweights):
        if weights is not None:
            require_rank(proof, weights, 0, 1)
            count = weights.axis(0)
            if weights.rank and count is not None and observations is not None:
                require_equal(proof, axis_size(weights, 0, count), axis_size(input, -1, observations))
    return _compared(proof, input, 0)


@rule("numpy.cov", "numpy.corrcoef")
def numpy_cov(
    proof: Proof, m: Shape, y: Argument = None, rowvar: bool = True, options: Keywords = ()
) -> Shape:
    """Compare every two rows, or columns; a single one gives a number.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.cov.html
    """
    if y is not None:
        raise CannotTellError
    return _compared(proof, m, 0 if rowvar else 1)


def _compared(proof: Proof, rows: Shape, axis: int) -> Shape:
    require_rank(proof, rows, 0, 1, 2)
    if rows.rank is None:
        return proof.fresh_shape()
    count = rows.before[axis] if rows.rank == 2 else ONE
    return Shape(()) if count == ONE else Shape((count, count))
