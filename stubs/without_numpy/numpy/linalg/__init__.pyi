# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]

from numpy.typing import NDArray
from numpy.linalg._linalg import cholesky as cholesky
from numpy.linalg._linalg import cond as cond
from numpy.linalg._linalg import cross as cross
from numpy.linalg._linalg import det as det
from numpy.linalg._linalg import diagonal as diagonal
from numpy.linalg._linalg import eig as eig
from numpy.linalg._linalg import eigh as eigh
from numpy.linalg._linalg import eigvals as eigvals
from numpy.linalg._linalg import eigvalsh as eigvalsh
from numpy.linalg._linalg import inv as inv
from numpy.linalg._linalg import lstsq as lstsq
from numpy.linalg._linalg import matmul as matmul
from numpy.linalg._linalg import matrix_norm as matrix_norm
from numpy.linalg._linalg import matrix_power as matrix_power
from numpy.linalg._linalg import matrix_rank as matrix_rank
from numpy.linalg._linalg import matrix_transpose as matrix_transpose
from numpy.linalg._linalg import multi_dot as multi_dot
from numpy.linalg._linalg import norm as norm
from numpy.linalg._linalg import outer as outer
from numpy.linalg._linalg import pinv as pinv
from numpy.linalg._linalg import qr as qr
from numpy.linalg._linalg import slogdet as slogdet
from numpy.linalg._linalg import solve as solve
from numpy.linalg._linalg import svd as svd
from numpy.linalg._linalg import svdvals as svdvals
from numpy.linalg._linalg import tensordot as tensordot
from numpy.linalg._linalg import tensorinv as tensorinv
from numpy.linalg._linalg import tensorsolve as tensorsolve
from numpy.linalg._linalg import trace as trace
from numpy.linalg._linalg import vecdot as vecdot
from numpy.linalg._linalg import vector_norm as vector_norm
def __getattr__(name: str) -> Any: ...
