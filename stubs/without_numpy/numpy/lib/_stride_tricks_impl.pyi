# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
from numpy import *
from numpy.typing import NDArray
def broadcast_to(*args: Any, **kwargs: Any) -> NDArray[Any]: ...
def broadcast_shapes(*args: Any, **kwargs: Any) -> Any: ...
def broadcast_arrays(*args: Any, **kwargs: Any) -> tuple[NDArray[Any], ...]: ...
