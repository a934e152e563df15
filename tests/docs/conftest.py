"""Fixtures of the tests of the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def docs_cache(request: pytest.FixtureRequest) -> Path:
    """The cache of mypy of the golden files, which knows torch already."""
    folder: Path = request.config.getoption("--golden-cache")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
