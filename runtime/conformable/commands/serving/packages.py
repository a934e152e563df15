"""The installed packages that a file makes mypy read."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from conformable.commands.observations.imports import project_imports


def packages_of(path: Path, text: str) -> frozenset[str]:
    """Return the names of installed packages that a file imports, or that a file of its project does for it.

    Args:
        path: The file.
        text: Its text; one that is no Python imports nothing.
    """
    return frozenset(name for name in _imported(path, text) if _is_installed(name))


def _imported(path: Path, text: str) -> Iterator[str]:
    try:
        yield from _names(text)
        for imported in project_imports(path):
            yield from _names(imported.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        # What else it imports is read when it can be.
        return


def _names(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case _:
                pass


def _is_installed(name: str) -> bool:
    if name in sys.stdlib_module_names:
        return False
    try:
        return find_spec(name) is not None
    except ValueError:
        # A module that is running and has no file.
        return False
