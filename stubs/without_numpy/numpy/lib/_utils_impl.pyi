# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
from numpy import *
from numpy.typing import NDArray
def get_include(*args: Any, **kwargs: Any) -> Any: ...
def show_runtime(*args: Any, **kwargs: Any) -> None: ...
def info(*args: Any, **kwargs: Any) -> None: ...
