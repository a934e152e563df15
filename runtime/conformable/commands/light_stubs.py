"""Light stubs for an environment that has mypy and lacks torch or NumPy; see stubs/README.md."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import conformable

__all__ = ["outside_of_packages", "stub_folders"]

_PREFIX: Final = "without_"
_INSTALLED_NAME: Final = "_stubs"
#: Not from the current folder: a file of the user's there must not be executed.
_PROGRAM: Final = (
    "import sys; sys.path.remove(''); from importlib.util import find_spec; "
    "print(*filter(find_spec, sys.argv[1:]))"
)


def stub_folders(python: str | None, own_paths: Iterable[Path] = ()) -> list[Path]:
    """Return the folders of stubs for the packages that an environment lacks.

    The name of a folder says which packages must be missing, all of them: none of these is ever shadowed.

    Args:
        python: The interpreter in whose environment mypy looks for packages; None for this one.
        own_paths: Where mypy looks first; what is there needs no stubs.
    """
    found = sorted(path for path in _root().glob(f"{_PREFIX}*") if path.is_dir())
    missing = {folder: frozenset(folder.name.removeprefix(_PREFIX).split("_")) for folder in found}
    names = sorted(frozenset().union(*missing.values()))
    paths = list(own_paths)
    there = {name for name in names if any(_is_in(path, name) for path in paths)}
    there |= _installed([name for name in names if name not in there], python)
    return [folder for folder, packages in missing.items() if there.isdisjoint(packages)]


def outside_of_packages(folder: Path, cache_dir: Path) -> Path:
    """Return a folder of stubs, or a copy: mypy refuses a path that lies among the installed packages.

    Args:
        folder: One of `stub_folders`.
        cache_dir: mypy's cache folder, where the copy is made once for each version.
    """
    if folder.parent.name != _INSTALLED_NAME:
        return folder
    copy = cache_dir / "conformable" / f"stubs-{conformable.__version__}" / folder.name
    if not copy.is_dir():
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: another run may be looking.
        with tempfile.TemporaryDirectory(dir=copy.parent) as temporary:
            made = shutil.copytree(folder, Path(temporary, folder.name))
            with contextlib.suppress(OSError):
                made.rename(copy)
    return copy.resolve()


def _root() -> Path:
    """Return where the stubs lie: in the package, or beside it in a checkout."""
    package = Path(conformable.__file__).parent
    inside = package / _INSTALLED_NAME
    return inside if inside.is_dir() else package.parent.parent / "stubs"


def _is_in(folder: Path, package: str) -> bool:
    return any((folder / name).exists() for name in (package, f"{package}-stubs", f"{package}.pyi"))


def _installed(packages: list[str], python: str | None) -> set[str]:
    # Not their real paths: two environments may have links to one interpreter.
    if python is None or python == sys.executable:
        return {name for name in packages if find_spec(name) is not None}
    command = [python, "-c", _PROGRAM, *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        # mypy says what is wrong with the interpreter.
        return set(packages)
    return set(done.stdout.split())
