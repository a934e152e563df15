"""Fixtures of the tests of the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands_harness.project import Project, make


@pytest.fixture(scope="session")
def commands_cache(root: Path) -> Path:
    """The cache of mypy that all these tests share: without it, each would have to read torch anew."""
    folder = root / ".cache" / "commands"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def make_project(tmp_path_factory: pytest.TempPathFactory, commands_cache: Path) -> Callable[[str], Project]:
    """Make a project of one file."""

    def made(source: str) -> Project:
        return make(tmp_path_factory.mktemp("project"), source, commands_cache)

    return made
