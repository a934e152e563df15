"""Small projects, which start with the standard library and jaxtyping in mypy's cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin_harness.project import SPY, Project

WarmCache = Callable[[str], Path]


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> WarmCache:
    """Give, for a plugin, a cache that holds the standard library and jaxtyping."""
    made: dict[str, Path] = {}

    def cache(plugin: str) -> Path:
        if plugin not in made:
            project = Project(tmp_path_factory.mktemp("warm"), plugin)
            project.configure()
            project.write(warm="import dataclasses, enum, json, re, typing_extensions\nimport jaxtyping\n")
            project.check()
            made[plugin] = project.cache
        return made[plugin]

    return cache


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory, warm_cache: WarmCache) -> Callable[..., Project]:
    """Make a project for a plugin, the spy by default."""

    def make(plugin: str = SPY, **environment: str) -> Project:
        project = Project(tmp_path_factory.mktemp("project"), plugin, environment)
        project.configure()
        shutil.copytree(warm_cache(plugin), project.cache)
        return project

    return make
