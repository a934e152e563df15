"""The names of what operations with several results give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUES: Final = ("values", "indices")
"""The fields of reductions and sorts: `x.max(dim=0)`, `x.sort()`, `x.topk(k)`."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aminmax": ("min", "max"),
    "frexp": ("mantissa", "exponent"),
    "histogram": ("hist", "bin_edges"),
    "qr": ("Q", "R"),
    "linalg_qr": ("Q", "R"),
    "QRResult": ("Q", "R"),
    "svd": ("U", "S", "V"),
    "linalg_svd": ("U", "S", "Vh"),
    "SVDResult": ("U", "S", "Vh"),
    "linalg_eig": ("eigenvalues", "eigenvectors"),
    "linalg_eigh": ("eigenvalues", "eigenvectors"),
    "EigResult": ("eigenvalues", "eigenvectors"),
    "EighResult": ("eigenvalues", "eigenvectors"),
    "slogdet": ("sign", "logabsdet"),
    "linalg_slogdet": ("sign", "logabsdet"),
    "SlogdetResult": ("sign", "logabsdet"),
    "linalg_lu": ("P", "L", "U"),
    "linalg_lstsq": ("solution", "residuals", "rank", "singular_values"),
}
"""Name of the class of the result -> its fields in order; a class that is not here has those of `VALUES`.

Source: `torch.return_types` and `numpy.linalg`.
"""
