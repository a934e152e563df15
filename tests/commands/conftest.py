"""Fixtures of the tests of the commands."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from commands_harness.project import Command, Project, make


@pytest.fixture(scope="session")
def commands_cache(request: pytest.FixtureRequest) -> Path:
    """The cache of mypy that all these tests share: without it, each would have to read torch anew."""
    folder: Path = request.config.getoption("--golden-cache")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def make_project(tmp_path_factory: pytest.TempPathFactory, commands_cache: Path) -> Callable[[str], Project]:
    """Make a project of one file."""

    def made(source: str) -> Project:
        return make(tmp_path_factory.mktemp("project"), source, commands_cache)

    return made


@pytest.fixture(scope="session")
def verify() -> Command:
    """Run `conformable verify`; return its exit status and what it prints."""
    from conformable.commands.verify import run

    def ran(arguments: Sequence[str]) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = run(list(arguments))
        return status, output.getvalue()

    return ran
