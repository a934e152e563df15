# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
from numpy import *
from numpy.typing import NDArray
def linspace(*args: Any, **kwargs: Any) -> Any: ...
def logspace(*args: Any, **kwargs: Any) -> NDArray[Any]: ...
def geomspace(*args: Any, **kwargs: Any) -> NDArray[Any]: ...
