# mypy: ignore-errors
from typing import Any, overload
from torch._C import _add_docstr as _add_docstr, _linalg as _linalg, _LinAlgError as LinAlgError
common_notes: Any
cross: Any
cholesky: Any
cholesky_ex: Any
inv: Any
solve_ex: Any
inv_ex: Any
det: Any
slogdet: Any
eig: Any
eigvals: Any
eigh: Any
eigvalsh: Any
householder_product: Any
ldl_factor: Any
ldl_factor_ex: Any
ldl_solve: Any
lstsq: Any
matrix_power: Any
matrix_rank: Any
norm: Any
vector_norm: Any
matrix_norm: Any
matmul: Any
diagonal: Any
multi_dot: Any
svd: Any
svdvals: Any
cond: Any
pinv: Any
matrix_exp: Any
solve: Any
solve_triangular: Any
lu_factor: Any
lu_factor_ex: Any
lu_solve: Any
lu: Any
tensorinv: Any
tensorsolve: Any
qr: Any
vander: Any
vecdot: Any
_powsum: Any
def __getattr__(name: str) -> Any: ...
