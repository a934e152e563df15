"""Run programs as scripts, each in a process of its own that has the libraries already."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import runpy
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

#: What most programs import, and what takes longest to import.
_PRELOADED: Final = (
    "numpy",
    "torch",
    "torch.nn.functional",
    "jaxtyping",
    "beartype",
    "einops",
    "conformable",
)

#: What torch says of an index that is no row of an embedding, and of a label that is no class.
_TOO_LARGE: Final = ("index out of range in self", "is out of bounds.", "which is not in the valid range")

TIMEOUT: Final = 60.0
"""Seconds that one program may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: with this exception, or with none."""

    error: str | None

    @property
    def failed(self) -> bool:
        """Whether the program did not come to its end."""
        return self.error is not None

    @property
    def for_its_data(self) -> bool:
        """Whether it failed for what stands in a tensor: an index that is too large for its table."""
        return self.error is not None and self.error.partition(" [")[0].endswith(_TOO_LARGE)


def preload() -> None:
    """Import what the programs will import, so that each of them starts at once."""
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):
            import_module(name)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def execute(files: Iterable[Path]) -> Iterator[Outcome]:
    """Run each file as a script, and say how it ended."""
    preload()
    context = multiprocessing.get_context("fork")
    for file in files:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(file, theirs))
        process.start()
        theirs.close()
        yield _outcome(ours)
        process.kill()
        process.join()


def _outcome(connection: Connection) -> Outcome:
    if not connection.poll(TIMEOUT):
        return Outcome(f"no end after {TIMEOUT:.0f} seconds")
    try:
        return Outcome(connection.recv())
    except EOFError:
        return Outcome("the process ended")


def _run(file: Path, connection: Connection) -> None:
    warnings.simplefilter("ignore")
    error: str | None = None
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        try:
            runpy.run_path(str(file), run_name="__main__")
        except SystemExit:
            pass
        except BaseException as raised:  # noqa: BLE001 - whatever a program raises is the answer
            error = f"{type(raised).__name__}: {raised}".partition("\n")[0]
    connection.send(error)
    connection.close()
