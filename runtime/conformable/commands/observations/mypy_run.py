"""One run of mypy in a process of its own, with the plugin writing down what it sees in some files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from conformable.commands.mypy_invocation import search_path
from conformable.commands.mypy_settings import DEFAULT_CACHE, Settings, configuration_file, find_settings
from conformable.commands.observations.records import Body, bodies_of, read_folder
from conformable.commands.reporting.messages import JSON_OPTIONS, Message, read_messages
from conformable.commands.waiting import shown_while_waiting

#: What the plugin reads: see `conformable_mypy.observing`.
OBSERVE = "CONFORMABLE_OBSERVE"
WANTED = "wanted.json"


class StaticHalfError(Exception):
    """mypy could not be run to its end; the text says why."""


@dataclass(frozen=True, slots=True)
class StaticAnswer:
    """What the static half says about some files."""

    bodies: tuple[Body, ...]
    messages: tuple[Message, ...]

    def bodies_of(self, path: Path) -> list[Body]:
        """Return what it knows of one file."""
        return bodies_of(self.bodies, path)

    def functions_of(self, path: Path) -> list[str]:
        """Return the names of the functions of one file, such as `Model.forward`."""
        bodies = self.bodies_of(path)
        return [body.function.removeprefix(f"{body.module}.") for body in bodies if body.function]

    def messages_of(self, path: Path) -> list[Message]:
        """Return what mypy says about one file."""
        wanted = os.path.realpath(path)
        return [message for message in self.messages if os.path.realpath(message.path) == wanted]


@dataclass(frozen=True, slots=True)
class MypyOptions:
    """How mypy is to be run; None stands for what the project's own configuration says."""

    config_file: str | None = None
    cache_dir: str | None = None


def ask_static_half(files: Iterable[Path], options: MypyOptions) -> StaticAnswer:
    """Check files with mypy and the plugin, and return what both say about them.

    The run uses and keeps mypy's cache; only the files themselves are checked anew.

    Raises:
        StaticHalfError: If mypy is not there, or does not come to an end, as it does on a syntax error.
    """
    if find_spec("mypy") is None:
        raise StaticHalfError("mypy is not installed; pip install 'conformable[mypy]'")
    paths = list(files)
    settings = _settings(options)
    cache_dir = cache_folder(options)
    folder = Path(tempfile.mkdtemp(prefix="conformable-", dir=cache_dir))
    try:
        wanted = json.dumps([os.path.realpath(path) for path in paths])
        (folder / WANTED).write_text(wanted, encoding="utf-8")
        configuration = configuration_file(settings, cache_dir)
        environment = {**os.environ, **search_path(settings, cache_dir), OBSERVE: str(folder)}
        with shown_while_waiting(cache_dir, sys.stderr):
            messages = _run(_command(configuration, cache_dir, paths), environment)
        return StaticAnswer(tuple(read_folder(folder)), tuple(messages))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def messages_about(
    files: Iterable[Path], options: MypyOptions, shadows: Mapping[Path, Path] | None = None
) -> list[Message]:
    """Check files with mypy and the plugin, and return what is said about them.

    Args:
        files: The files.
        options: How mypy is to be run.
        shadows: File -> another one that is read in its place.

    Raises:
        StaticHalfError: If mypy does not come to an end.
    """
    settings, cache_dir = _settings(options), cache_folder(options)
    command = _command(configuration_file(settings, cache_dir), cache_dir, list(files))
    for file, shadow in (shadows or {}).items():
        command += ["--shadow-file", str(file), str(shadow)]
    return _run(command, {**os.environ, **search_path(settings, cache_dir)})


def cache_folder(options: MypyOptions) -> Path:
    """Return mypy's cache folder, made if it was not there.

    Args:
        options: How mypy is to be run.
    """
    named = options.cache_dir or _settings(options).cache_dir
    folder = Path(DEFAULT_CACHE if named == os.devnull else named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _settings(options: MypyOptions) -> Settings:
    try:
        return find_settings(Path.cwd(), options.config_file)
    except ValueError as error:
        raise StaticHalfError(str(error)) from error


def _command(configuration: Path, cache_dir: Path, files: Sequence[Path]) -> list[str]:
    return [
        # A user's file called as a module that mypy imports must not be executed.
        *(sys.executable, "-P", "-m", "mypy"),
        *("--config-file", str(configuration), "--cache-dir", str(cache_dir)),
        *JSON_OPTIONS,
        *map(str, files),
    ]


def _run(command: Sequence[str], environment: Mapping[str, str]) -> list[Message]:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode not in {0, 1}:
        plain = [line for line in lines if not line.startswith("{")]
        told = [*map(str, read_messages(lines)), *plain, *done.stderr.splitlines()]
        raise StaticHalfError("\n".join(told) or f"mypy ended with status {done.returncode}")
    sys.stderr.write(done.stderr)
    return read_messages(lines)
