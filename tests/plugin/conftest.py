"""Small projects, which start with the standard library and jaxtyping in mypy's cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plugin_harness.project import FLAGS, SPY, Project

WarmCache = Callable[[str, tuple[str, ...]], Path]


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> WarmCache:
    """Give, for a plugin and flags, a cache that holds the standard library and jaxtyping."""

    @cache
    def warm(plugin: str, flags: tuple[str, ...]) -> Path:
        project = Project(tmp_path_factory.mktemp("warm"), plugin, flags=flags)
        project.configure()
        project.write(warm="import argparse, asyncio, dataclasses, json, unittest\nimport jaxtyping\n")
        project.check()
        return project.cache

    return warm


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory, warm_cache: WarmCache) -> Callable[..., Project]:
    """Make a project for a plugin, the spy by default."""

    def make(plugin: str = SPY, flags: tuple[str, ...] = FLAGS, **environment: str) -> Project:
        project = Project(tmp_path_factory.mktemp("project"), plugin, environment, flags)
        project.configure()
        shutil.copytree(warm_cache(plugin, flags), project.cache)
        return project

    return make
