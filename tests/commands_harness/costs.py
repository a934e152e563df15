"""`conformable cost`, asking mypy once for each file, and reading what it prints."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest
from beartype._cache.cacheclear import clear_caches

from commands_harness.project import mypy_options
from conformable.commands.cost import run
from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half


@lru_cache
def _asked(files: tuple[Path, ...], options: MypyOptions) -> StaticAnswer:
    return ask_static_half(files, options)


def _ask(files: Iterable[Path], options: MypyOptions) -> StaticAnswer:
    return _asked(tuple(files), options)


def cost(target: str, cache: Path, *options: str) -> tuple[int, str]:
    """Return the exit status and what is printed."""
    # beartype tells hints apart by how they are written: those of a file that was executed before are others.
    clear_caches()
    output = io.StringIO()
    with pytest.MonkeyPatch.context() as patched, contextlib.redirect_stdout(output):
        patched.setattr("conformable.commands.cost.ask_static_half", _ask)
        status = run([target, *mypy_options(cache), *options])
    return status, output.getvalue()


def quantity(name: str, output: str) -> tuple[str, int]:
    """Return a quantity as an expression and as a number."""
    found = re.search(rf"^{name} +(\S+)(?: = ([\d,]+))?$", output, re.MULTILINE)
    assert found is not None, output
    number = found[2] or found[1]
    return found[1], int(number.replace(",", ""))
