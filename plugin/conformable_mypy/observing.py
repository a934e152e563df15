"""Which files a command wants to see observed, and where it will look for what was seen.

The commands `shapes`, `verify` and `cost` run mypy in a process of their own. They make a folder in mypy's
cache, name in it the files they ask about, and name the folder in an environment variable, which parallel
workers inherit.

The language server asks about all files of the user's, and keeps asking the same process: see `Standing`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from conformable.core.immutable import dataclass
from conformable_mypy.installed import is_installed

#: The environment variable that names the folder.
OBSERVE: Final = "CONFORMABLE_OBSERVE"

#: The file in the folder that lists the files to observe, as a JSON list of absolute paths; `null` for all of
#: the user's, for as long as the process runs.
WANTED: Final = "wanted.json"


@dataclass(frozen=True, slots=True)
class Request:
    """What a command asks for.

    Attributes:
        folder: Where the observations go: a folder in mypy's cache that was made for this run alone.
        files: The real paths of the files to observe.
    """

    folder: Path
    files: frozenset[str]

    def wants(self, path: str) -> bool:
        """Say whether a file is to be observed."""
        return os.path.realpath(path) in self.files

    def begin(self, path: str) -> None:
        """Do nothing: in one run, mypy analyses a module once."""

    def write(self, module: str, record: dict[str, Any]) -> None:
        """Append what was seen in one body; parallel workers never share a module."""
        with (self.folder / f"{module}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the language server asks for: every file of the user's, again whenever it is checked.

    Each file has a folder of its own, and each body a file in it: what was seen last.

    Attributes:
        folder: Where the observations go.
    """

    folder: Path

    def wants(self, path: str) -> bool:
        """Say whether a file is to be observed."""
        return not is_installed(path)

    def begin(self, path: str) -> None:
        """Forget what was seen in a file that mypy is about to analyse."""
        shutil.rmtree(self._folder(path), ignore_errors=True)

    def write(self, _module: str, record: dict[str, Any]) -> None:
        """Keep what was seen in one body."""
        folder = self._folder(record["path"])
        folder.mkdir(exist_ok=True)
        (folder / f"{record['line']}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")

    def _folder(self, path: str) -> Path:
        return self.folder / hashlib.sha256(os.path.realpath(path).encode()).hexdigest()


def read_request(cache_dir: str) -> Request | Standing | None:
    """Return what the environment asks for; None where nothing is, or where it lies outside of the cache.

    Args:
        cache_dir: mypy's cache folder: the plugin writes nowhere else.
    """
    named = os.environ.get(OBSERVE)
    if not named:
        return None
    folder = Path(named).resolve()
    if not folder.is_relative_to(Path(cache_dir).resolve()):
        return None
    try:
        files = json.loads((folder / WANTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if files is None:
        return Standing(folder)
    return Request(folder, frozenset(map(os.path.realpath, files)))
