"""`%load_ext conformable`: each cell of a notebook is checked before it runs, together with those before it.

The cells that ran without an error, and the new one, are written into a file of a temporary folder, which
mypy checks with the plugin. Only what it says about the new cell is shown. The cell runs in any case.
"""

from __future__ import annotations

import ast
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from conformable.commands.notebook_cells import messages_of_cell

__all__ = ["Extension", "load", "unload"]


#: mypy's cache, in that of the project: the second session does not wait for torch to be read.
CACHE = Path(".mypy_cache", "notebooks")


class Shell(Protocol):
    """What is used of IPython's `InteractiveShell`."""

    events: Any

    def transform_cell(self, raw_cell: str) -> str:
        """Turn magics and shell commands into Python."""


@dataclass(slots=True)
class Extension:
    """The checks of one shell.

    Attributes:
        shell: The shell.
        cells: The cells that have run without an error.
        folder: Where the file is.
    """

    shell: Shell
    cells: list[str] = field(default_factory=list)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="conformable-")))

    def before(self, info: Any) -> None:
        """Show what mypy says about a cell that is about to run."""
        cell = self._python(info.raw_cell)
        if cell is not None:
            for message in messages_of_cell(self.cells, cell, self.folder, CACHE):
                print(message, file=sys.stderr)

    def after(self, result: Any) -> None:
        """Remember a cell that has run."""
        cell = self._python(result.info.raw_cell)
        if result.success and cell is not None:
            self.cells.append(cell)

    def _python(self, raw: str | None) -> str | None:
        """Return the cell as Python; None if it is none, as with a syntax error."""
        if not raw or raw.lstrip().startswith("%%"):
            return None
        cell = self.shell.transform_cell(raw)
        try:
            ast.parse(cell)
        except SyntaxError:
            return None
        return cell


def load(shell: Shell) -> Extension:
    """Check every cell from now on."""
    extension = Extension(shell)
    shell.events.register("pre_run_cell", extension.before)
    shell.events.register("post_run_cell", extension.after)
    return extension


def unload(extension: Extension) -> None:
    """Check no further cells."""
    extension.shell.events.unregister("pre_run_cell", extension.before)
    extension.shell.events.unregister("post_run_cell", extension.after)
    shutil.rmtree(extension.folder, ignore_errors=True)
