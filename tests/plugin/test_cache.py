"""The same reports from a cold cache, a warm one, and after edits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.edits import EDITS, SOURCES, Edit, cold
from plugin_harness.project import Project


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project()
    made.write(**SOURCES)
    return made


def test_the_reports_are_there(project: Project) -> None:
    found = project.check()
    assert 'main.py:5: error: embed returns Float "b p d"  [shape-op]' in found
    assert 'main.py:6: error: choose returns Int "b p"  [shape-op]' in found
    assert 'main.py:7: error: choose returns Int "b p"  [shape-op]' in found


def test_a_warm_run_says_the_same(project: Project) -> None:
    assert project.check() == project.check() != []


@pytest.mark.parametrize("touched", SOURCES)
def test_a_touched_file_changes_nothing(touched: str, project: Project) -> None:
    before = project.check()
    with (project.folder / f"{touched}.py").open("a", encoding="utf-8") as file:
        file.write("# touched\n")
    assert sorted(project.check()) == sorted(before)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.module)
def test_an_edit_is_seen_as_by_a_cold_run(
    edit: Edit, project: Project, new_project: Callable[..., Project]
) -> None:
    project.check()
    edit.apply(project)
    warm = project.check()
    assert sorted(warm) == cold(new_project, project)
    assert any("main.py" in message and edit.said in message for message in warm)
