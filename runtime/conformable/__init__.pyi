# The public names and their types, without the modules behind them: following those would let mypy read half
# of beartype, in every cold run of every program that imports `checked`. tests/test_public_names.py compares.

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from conformable.errors import ShapeError as ShapeError

__all__ = [
    "NotationError",
    "ShapeError",
    "__version__",
    "checked",
    "config",
    "install_import_hook",
    "rule",
    "unchecked",
]

__version__: str

_T = TypeVar("_T")

class NotationError(ValueError):
    text: str
    token: str
    column: int
    reason: str
    def __init__(self, text: str, token: str, column: int, reason: str) -> None: ...

class _Configuration:
    disabled: bool
    def disable(self) -> None: ...
    def enable(self) -> None: ...

config: _Configuration

# `conf` is a beartype.BeartypeConf or None.
@overload
def checked(target: _T, /) -> _T: ...
@overload
def checked(*, conf: Any = ..., class_sizes: bool = ...) -> Callable[[_T], _T]: ...
def unchecked(target: _T, /) -> _T: ...

class _ImportHook:
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    def uninstall(self) -> None: ...

def install_import_hook(packages: str | Sequence[str]) -> _ImportHook: ...
def rule(operation: str, signature: str) -> None: ...
def load_ipython_extension(shell: Any) -> None: ...
def unload_ipython_extension(_: object) -> None: ...
