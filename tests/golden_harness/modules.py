"""Golden files as modules that run, their functions under a run-time checker."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import FunctionType, ModuleType

import beartype
import jaxtyping

import conformable

Checker = Callable[[FunctionType], Callable[..., object]]

# Both must give the same verdict: jaxtyping's own checks are the oracle of ours.
CHECKERS: dict[str, Checker] = {
    "jaxtyped": jaxtyping.jaxtyped(typechecker=beartype.beartype),
    "checked": conformable.checked,
}

# What a shape bug raises: jaxtyping's error, our own, PyTorch's and NumPy's. Any other TypeError means that a
# driver calls its function wrongly.
SHAPE_ERRORS = (
    jaxtyping.TypeCheckError,
    conformable.ShapeError,
    RuntimeError,
    ValueError,
    IndexError,
)


_LOADED: Iterator[int] = count()


def load(path: Path) -> ModuleType:
    """Execute a golden file as a module of its own.

    Args:
        path: The file.
    """
    # beartype knows `list[Stage]` by its text: classes of one name must not come from modules of one name.
    name = f"golden_{path.parent.name}_{path.stem}_{next(_LOADED)}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def load_checked(path: Path, checker: Checker) -> ModuleType:
    """Execute a golden file and put each of its functions and methods under a checker."""
    module = load(path)
    for holder, name, function in list(_functions(module)):
        setattr(holder, name, checker(function))
    return module


def _functions(module: ModuleType) -> Iterator[tuple[object, str, FunctionType]]:
    holders = [module, *(value for value in vars(module).values() if _is_class_of(module, value))]
    for holder in holders:
        for name, value in vars(holder).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and value.__annotations__:
                yield holder, name, value


def _is_class_of(module: ModuleType, value: object) -> bool:
    return inspect.isclass(value) and value.__module__ == module.__name__
