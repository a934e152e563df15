"""Which files are checked, and from which folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from conformable.commands.mypy_settings import find_settings

_INSTALLED: Final = frozenset({"site-packages", "dist-packages", "typeshed"})
_SUFFIXES: Final = frozenset({".py", ".pyi"})


def is_checked(path: Path) -> bool:
    """Say whether a file is the user's: an installed one can be looked at, and is not checked."""
    return path.suffix in _SUFFIXES and _INSTALLED.isdisjoint(path.parts)


def folder_of(path: Path, opened: Iterable[Path]) -> Path:
    """Return the folder of the project that a file belongs to.

    Args:
        path: The file.
        opened: The folders that are open in the editor; the innermost one around the file is taken.

    Returns:
        One of these; for another file, the folder of mypy's configuration, or that of the file.
    """
    around = [folder for folder in opened if path.is_relative_to(folder)]
    if around:
        return max(around, key=lambda folder: len(folder.parts))
    try:
        settings = find_settings(path.parent)
    except (OSError, ValueError):
        return path.parent
    return path.parent if settings.path is None else settings.folder
