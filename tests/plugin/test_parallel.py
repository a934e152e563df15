"""Parallel workers say what one process says, also after an edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.edits import EDITS, SOURCES, Edit, cold
from plugin_harness.project import Project

WORKERS = ("-n", "2")


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project()
    made.write(**SOURCES)
    return made


def test_parallel_workers_say_the_same(project: Project, new_project: Callable[..., Project]) -> None:
    assert sorted(project.check(*WORKERS)) == cold(new_project, project) != []


@pytest.mark.parametrize("edit", EDITS[:3], ids=lambda edit: edit.module)
def test_an_edit_is_seen_as_by_a_cold_run(
    edit: Edit, project: Project, new_project: Callable[..., Project]
) -> None:
    project.check(*WORKERS)
    edit.apply(project)
    warm = project.check(*WORKERS)
    assert sorted(warm) == cold(new_project, project)
    assert any("main.py" in message and edit.said in message for message in warm)


def test_workers_say_once_what_is_wrong_with_the_configuration(project: Project) -> None:
    project.configure("[mypy.plugins.conformable]", "class-size = true")
    assert project.run(*WORKERS, ".").stderr.count("unknown option") == 1
