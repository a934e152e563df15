"""Tensor shapes proven from plain jaxtyping annotations, and checked again while the program runs.

Importing this package is light: a public name loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformable.checking.configuration import config as config
    from conformable.checking.decorator import checked as checked
    from conformable.checking.decorator import unchecked as unchecked
    from conformable.checking.import_hook import install_import_hook as install_import_hook
    from conformable.core.notation import NotationError as NotationError
    from conformable.declaring_rules import rule as rule
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

__version__ = "0.1.0"

_HOMES = {
    "NotationError": "conformable.core.notation",
    "ShapeError": "conformable.errors",
    "checked": "conformable.checking.decorator",
    "config": "conformable.checking.configuration",
    "install_import_hook": "conformable.checking.import_hook",
    "rule": "conformable.declaring_rules",
    "unchecked": "conformable.checking.decorator",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Check the shapes in each cell of a notebook before it runs: `%load_ext conformable`."""
    from conformable.notebooks import load

    globals()["_extension"] = load(shell)


def unload_ipython_extension(_: object) -> None:
    """Check no further cells: `%unload_ext conformable`."""
    from conformable.notebooks import unload

    unload(globals().pop("_extension"))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
