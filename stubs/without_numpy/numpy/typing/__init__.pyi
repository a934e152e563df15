# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]

from numpy import dtype, generic, ndarray

_ScalarT = TypeVar("_ScalarT", bound=generic)
NDArray: TypeAlias = ndarray[tuple[Any, ...], dtype[_ScalarT]]
ArrayLike: TypeAlias = Any
DTypeLike: TypeAlias = Any
