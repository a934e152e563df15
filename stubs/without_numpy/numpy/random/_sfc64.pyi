# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
from numpy import *
from numpy.typing import NDArray
class SFC64(BitGenerator):
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    @property
    def state(self) -> Any: ...
    @state.setter
    def state(self, value: Any) -> None: ...
