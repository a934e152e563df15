"""How mypy is run with the plugin on: its configuration, its search path, its cache."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from conformable.commands.light_stubs import outside_of_packages, stub_folders
from conformable.commands.mypy_settings import Settings, configuration_file, find_settings

__all__ = ["Invocation", "NoMypyRunError", "prepared", "search_path"]


class NoMypyRunError(Exception):
    """mypy cannot be run; the text says why."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of mypy.

    Attributes:
        command: The command line.
        environment: The environment.
        cache_dir: mypy's cache folder, which is there.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str]
    cache_dir: Path


@contextmanager
def prepared(arguments: Sequence[str]) -> Iterator[Invocation]:
    """Prepare a run of mypy.

    Args:
        arguments: mypy's own.

    Raises:
        NoMypyRunError: If mypy is not installed, or its configuration cannot be read.
    """
    if find_spec("mypy") is None:
        raise NoMypyRunError("mypy is not installed; pip install 'conformable[mypy]'")
    rest, config_file = without_option(arguments, "--config-file")
    rest, named = without_option(rest, "--cache-dir")
    try:
        settings = find_settings(Path.cwd(), config_file)
    except ValueError as error:
        raise NoMypyRunError(str(error)) from error
    with _cache(Path(named or os.environ.get("MYPY_CACHE_DIR") or settings.cache_dir)) as cache_dir:
        configuration = configuration_file(settings, cache_dir)
        files = ("--config-file", str(configuration), "--cache-dir", str(cache_dir))
        _, python = without_option(rest, "--python-executable")
        environment = {**os.environ, **search_path(settings, cache_dir, python)}
        # Without `-P`, a file of the user's that is called as a module of mypy's imports would be executed.
        yield Invocation((sys.executable, "-P", "-m", "mypy", *files, *rest), environment, cache_dir)


@contextmanager
def _cache(folder: Path) -> Iterator[Path]:
    """Make mypy's cache folder; for a run without a cache, one that is gone after it."""
    if str(folder) != os.devnull:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    temporary = Path(tempfile.mkdtemp(prefix="conformable-"))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def search_path(settings: Settings, cache_dir: Path, python: str | None = None) -> Mapping[str, str]:
    """Return the variable that lets mypy find light stubs, if there is need of any.

    Args:
        settings: mypy's own.
        cache_dir: mypy's cache folder.
        python: What `--python-executable` says.
    """
    first = [path for path in os.environ.get("MYPYPATH", "").split(os.pathsep) if path]
    own = [*first, *settings.mypy_path]
    needed = stub_folders(python or settings.python_executable, map(Path, own))
    stubs = [str(outside_of_packages(folder, cache_dir)) for folder in needed]
    return {"MYPYPATH": os.pathsep.join([*first, *stubs])} if stubs else {}


def without_option(arguments: Sequence[str], option: str) -> tuple[list[str], str | None]:
    """Split `--option value` or `--option=value` off; the last one counts, as in argparse."""
    rest: list[str] = []
    value: str | None = None
    remaining = iter(arguments)
    for argument in remaining:
        if argument == option:
            value = next(remaining, None)
        elif argument.startswith(f"{option}="):
            value = argument.removeprefix(f"{option}=")
        else:
            rest.append(argument)
    return rest, value
