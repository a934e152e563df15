"""Light stubs for an environment that has mypy and lacks torch or NumPy; see stubs/README.md."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import conformable

__all__ = ["stub_folders"]

_PREFIX: Final = "without_"
_PROGRAM: Final = "import sys; from importlib.util import find_spec; print(*filter(find_spec, sys.argv[1:]))"


def stub_folders(python: str | None, own_paths: Iterable[Path] = ()) -> list[Path]:
    """Return the folders of stubs for the packages that an environment lacks: none shadows an installed one.

    Args:
        python: The interpreter in whose environment mypy looks for packages; None for this one.
        own_paths: Where mypy looks first; what is there needs no stubs.
    """
    packages = {folder.name.removeprefix(_PREFIX): folder for folder in sorted(_root().glob(f"{_PREFIX}*"))}
    there = {name for name in packages for path in own_paths if _is_in(path, name)}
    there |= _installed([name for name in packages if name not in there], python)
    return [folder for name, folder in packages.items() if name not in there]


def _root() -> Path:
    """Return where the stubs lie: in the package, or beside it in a checkout."""
    package = Path(conformable.__file__).parent
    inside = package / "_stubs"
    return inside if inside.is_dir() else package.parent.parent / "stubs"


def _is_in(folder: Path, package: str) -> bool:
    return any((folder / name).exists() for name in (package, f"{package}-stubs", f"{package}.pyi"))


def _installed(packages: list[str], python: str | None) -> set[str]:
    if python is None or Path(python).resolve() == Path(sys.executable).resolve():
        return {name for name in packages if find_spec(name) is not None}
    command = [python, "-c", _PROGRAM, *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        # mypy says what is wrong with the interpreter.
        return set(packages)
    return set(done.stdout.split())
