"""A file of a user's, checked with the configuration and the cache of the golden files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from golden_harness.expectations import GOLDEN

#: Runs a command with these arguments; returns its exit status and what it prints.
Command = Callable[[Sequence[str]], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with one file.

    Attributes:
        file: The file.
        cache: mypy's cache, which is not in the folder; it knows torch already if it was used before.
    """

    file: Path
    cache: Path

    @property
    def folder(self) -> Path:
        """The folder."""
        return self.file.parent

    @property
    def mypy_options(self) -> list[str]:
        """The options of our commands that say how mypy is to be run."""
        return mypy_options(self.cache)


def mypy_options(cache: Path) -> list[str]:
    """Return the options that say how mypy is to be run: another configuration would make a cold run."""
    return ["--config-file", str(GOLDEN / "mypy.ini"), "--cache-dir", str(cache)]


def make(folder: Path, source: str, cache: Path) -> Project:
    """Write a file.

    Args:
        folder: An empty folder.
        source: The content of the file.
        cache: mypy's cache.
    """
    file = folder / "sample.py"
    file.write_text(source, encoding="utf-8")
    return Project(file, cache)
