"""mypy's daemon, in a process of its own that lives as long as the server needs it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from conformable.core.messages import daemon_ended

_MODULE: Final = "conformable_mypy.daemon"
#: Without the folder in which it runs: a user's `typing.py` is not Python's.
_PYTHON: Final = (sys.executable, "-P", "-m")
#: A line of an answer holds everything that mypy says about a project.
_LONGEST_LINE: Final = 1 << 30


class DaemonError(Exception):
    """The daemon cannot be asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the daemon is started: one that was started otherwise must be replaced.

    Attributes:
        folder: The folder of the project, where it runs.
        status_file: A file that is not there, in mypy's cache.
        options: mypy's own, with which each run is asked for.
        environment: The environment.
        configuration: The text of the project's configuration.
    """

    folder: str
    status_file: str
    options: tuple[str, ...]
    environment: Mapping[str, str]
    configuration: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the daemon.

    Attributes:
        files: The files to check, with what they import.
        shadows: File -> the file whose text it is to have.
        edited: The files whose text is another than in the last request.
    """

    files: Sequence[str]
    shadows: Mapping[str, str]
    edited: Iterable[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What mypy has printed.

    Attributes:
        output: Its messages.
        error: What it has printed to stderr.
        status: 2 if it could not begin.
        is_empty: Whether it has not even read what is imported.
    """

    output: str
    error: str
    status: int
    is_empty: bool

    @property
    def said(self) -> str:
        """All that it has printed."""
        return self.output + self.error


async def fill_cache(start: Start, request: Request) -> None:
    """Let mypy read into its cache what is not there yet, torch above all: the daemon writes none."""
    shadows = chain.from_iterable(("--shadow-file", *pair) for pair in request.shadows.items())
    command = (*_PYTHON, "mypy", "--cache-fine-grained", *start.options, *shadows, *request.files)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=start.folder, env=start.environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        await process.wait()
    finally:
        await _ended(process)


class Daemon:
    """The process."""

    def __init__(self, start: Start, process: Process) -> None:
        self.start = start
        self._process = process

    @classmethod
    async def started(cls, start: Start) -> Daemon:
        """Start one."""
        command = (*_PYTHON, _MODULE, start.status_file, *_options(start))
        process = await asyncio.create_subprocess_exec(
            *command, cwd=start.folder, env=start.environment, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE
        )
        return cls(start, process)

    async def ask(self, request: Request) -> Answer | None:
        """Check files; None where another daemon must be started to do so.

        Raises:
            DaemonError: If it has ended instead of answering.
        """
        record = {
            "arguments": [*_options(self.start), *request.files],
            "shadows": request.shadows,
            "edited": list(request.edited),
        }
        answer = await self._exchanged(record)
        if "restart" in answer:
            return None
        if "crash" in answer:
            raise DaemonError(str(answer["crash"]).strip())
        return Answer(
            str(answer["out"]), str(answer["err"]), int(str(answer["status"])), answer["is_empty"] is True
        )

    async def _exchanged(self, record: Mapping[str, object]) -> dict[str, object]:
        if self._process.stdin is None or self._process.stdout is None:
            raise DaemonError(daemon_ended())
        line = b""
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(json.dumps(record).encode() + b"\n")
            await self._process.stdin.drain()
            line = await self._process.stdout.readline()
        if not line:
            raise DaemonError(daemon_ended())
        answer: dict[str, object] = json.loads(line)
        return answer

    def kill(self) -> None:
        """End it without waiting."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """End it, whatever it is doing."""
        await _ended(self._process)


def _options(start: Start) -> tuple[str, ...]:
    return ("--use-fine-grained-cache", *start.options)


async def _ended(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
