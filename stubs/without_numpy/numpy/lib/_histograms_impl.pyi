# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
from numpy import *
from numpy.typing import NDArray
def histogram_bin_edges(*args: Any, **kwargs: Any) -> NDArray[Any]: ...
def histogram(*args: Any, **kwargs: Any) -> tuple[NDArray[Any], NDArray[Any]]: ...
def histogramdd(*args: Any, **kwargs: Any) -> tuple[NDArray[Any], tuple[NDArray[Any], ...]]: ...
