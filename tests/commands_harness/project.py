"""A file of a user's, with a configuration of mypy and a cache of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_CONFIGURATION = "[mypy]\nplugins = conformable_mypy\n"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with one file.

    Attributes:
        file: The file.
        cache: mypy's cache, which is not in the folder.
        configuration: mypy's configuration.
    """

    file: Path
    cache: Path
    configuration: Path

    @property
    def folder(self) -> Path:
        """The folder."""
        return self.file.parent

    @property
    def mypy_options(self) -> list[str]:
        """The options of our commands that say how mypy is to be run."""
        return ["--config-file", str(self.configuration), "--cache-dir", str(self.cache)]


def make(folder: Path, source: str, cache: Path) -> Project:
    """Write a file and a configuration.

    Args:
        folder: An empty folder.
        source: The content of the file.
        cache: mypy's cache, which knows torch already if it was used before.
    """
    file, configuration = folder / "sample.py", folder / "mypy.ini"
    file.write_text(source, encoding="utf-8")
    configuration.write_text(_CONFIGURATION, encoding="utf-8")
    return Project(file, cache, configuration)
