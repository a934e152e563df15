"""How many functions are proven: kept in mypy's cache folder, for a run that checks nothing anew.

`conformable check` names a file in mypy's cache folder in an environment variable, which parallel workers
inherit. The plugin lists there the user's modules that the run is about. What it has found in each module it
keeps for later runs, in a folder of the cache.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformable.core.immutable import dataclass
from conformable_mypy.installed import is_installed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.options import Options as MypyOptions

    from conformable_mypy.body_exit import Body
    from conformable_mypy.config import Options
    from conformable_mypy.interpreter.bodies import Watcher
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.reports import Report

#: The environment variable that names the file.
COUNT: Final = "CONFORMABLE_COUNT"

#: The folder in mypy's cache where the counts are kept.
FOLDER: Final = "conformable"


@dataclass(frozen=True, slots=True)
class Counting:
    """What `conformable check` asks for.

    Attributes:
        listing: The file that lists the modules of this run.
        folder: Where the counts of each module are kept.
    """

    listing: Path
    folder: Path

    def begin(self, module: str, path: str) -> None:
        """Forget what was known of a module that mypy is about to analyse anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        record = json.dumps({"module": module, "path": os.path.realpath(path)})
        self._file(module).write_text(record + "\n", encoding="utf-8")
        self._list(module)

    def end(self, module: str, function: str, status: str) -> None:
        """Keep what was found in one function."""
        with self._file(module).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"function": function, "status": status}) + "\n")

    def knows(self, module: str, path: str) -> bool:
        """Say whether the counts of a module in mypy's cache were kept, and list it if they were."""
        try:
            with self._file(module).open(encoding="utf-8") as stream:
                known = json.loads(stream.readline())["path"] == os.path.realpath(path)
        except (OSError, ValueError, LookupError, TypeError):
            return False
        if known:
            self._list(module)
        return bool(known)

    def _list(self, module: str) -> None:
        with self.listing.open("a", encoding="utf-8") as stream:
            stream.write(f"{self._file(module)}\n")

    def _file(self, module: str) -> Path:
        return self.folder / f"{module}.jsonl"


def read_counting(options: MypyOptions) -> Counting | None:
    """Return what the environment asks for; None where nothing is, or where it lies outside of the cache."""
    named = os.environ.get(COUNT)
    if not named:
        return None
    cache, listing = Path(options.cache_dir).resolve(), Path(named).resolve()
    if not listing.is_relative_to(cache):
        return None
    return Counting(listing, cache / FOLDER / ".".join(map(str, options.python_version)))


def wants(counting: Counting | None, path: str) -> bool:
    """Say whether the functions of a file are to be counted."""
    return counting is not None and not is_installed(path)


@dataclass(slots=True)
class Count:
    """Counts one body.

    Attributes:
        counting: Where it is counted.
        body: The body.
        known: Whether every shape in it is known; False if the interpretation did not come to its end.
    """

    counting: Counting
    body: Body
    known: bool = False

    def watcher(self, other: Watcher | None) -> Watcher:
        """Return what the interpreter shall call at the end of the body, and then calls another watcher."""

        def watch(run: Run, entry: State, end: State) -> None:
            from conformable_mypy.certainty import everything_is_known

            self.known = everything_is_known(run, entry, end)
            if other is not None:
                other(run, entry, end)

        return watch

    def write(self, reports: Sequence[Report], options: Options) -> None:
        """Keep what was found, if the signature has a shape annotation."""
        from conformable_mypy.interpreter.annotated import has_shapes

        function = self.body.function
        if function is None or not has_shapes(function.type):
            return
        wrong = [report.code for report in reports if report.severity == "error" and report.code is not None]
        status = (
            "error"
            if any(map(options.reports, wrong))
            else "unknown"
            if wrong or not self.known
            else "proven"
        )
        self.counting.end(self.body.tree.fullname, f"{function.fullname}:{function.line}", status)
