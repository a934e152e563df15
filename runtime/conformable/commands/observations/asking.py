"""What the commands that ask the static half have in common on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from conformable.commands.observations.mypy_run import MypyOptions, StaticHalfError


def add_mypy_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how mypy is to be run."""
    group = parser.add_argument_group("mypy")
    group.add_argument("--config-file", help="mypy's configuration (default: what mypy would find)")
    group.add_argument("--cache-dir", help="mypy's cache folder (default: what the configuration says)")


def mypy_options(parsed: argparse.Namespace) -> MypyOptions:
    """Return what was said about mypy."""
    return MypyOptions(parsed.config_file, parsed.cache_dir)


def python_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and those in the folders that are named.

    Raises:
        StaticHalfError: If one is not there, or there is none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob("*.py"))))
        elif path.is_file():
            found[path] = None
        else:
            raise StaticHalfError(f"no such file or folder: {path}")
    if not found:
        raise StaticHalfError("no Python files there")
    return list(found)
