"""mypy's daemon: an edit in one file changes the report in another, as a cold run would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from plugin_harness.edits import EDITS, NEWS, SOURCES, Edit, cold
from plugin_harness.project import DAEMON, Project


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Iterator[Project]:
    made = new_project()
    made.write(**SOURCES)
    yield made
    made.run(*DAEMON, "stop", program="mypy.dmypy")


def daemon_check(project: Project) -> list[str]:
    return [line for line in project.check_in_daemon() if line.startswith(tuple(SOURCES))]


def test_the_daemon_says_the_same(project: Project, new_project: Callable[..., Project]) -> None:
    assert daemon_check(project) == cold(new_project, project) != []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.module)
def test_an_edit_is_seen_as_by_a_cold_run(
    edit: Edit, project: Project, new_project: Callable[..., Project]
) -> None:
    daemon_check(project)
    edit.apply(project)
    after = daemon_check(project)
    assert after == cold(new_project, project)
    assert any("main.py" in message and edit.said in message for message in after)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.module)
def test_an_edit_is_seen_where_nothing_was_said_before(
    edit: Edit, new_project: Callable[..., Project]
) -> None:
    quiet = new_project(SPY_ONLY=NEWS)
    quiet.write(**SOURCES)
    try:
        assert daemon_check(quiet) == []
        edit.apply(quiet)
        after = daemon_check(quiet)
        fresh = new_project(SPY_ONLY=NEWS)
        fresh.write(**{path.stem: path.read_text(encoding="utf-8") for path in quiet.folder.glob("*.py")})
        assert after == sorted(fresh.check())
        assert any("main.py" in message for message in after) == (re.search(NEWS, edit.said) is not None)
    finally:
        quiet.run(*DAEMON, "stop", program="mypy.dmypy")


def test_many_edits_after_one_another_are_seen(project: Project, new_project: Callable[..., Project]) -> None:
    before = daemon_check(project)
    for edit in EDITS:
        edit.apply(project)
        assert daemon_check(project) == cold(new_project, project) != before
    for edit in reversed(EDITS):
        edit._replace(before=edit.after, after=edit.before).apply(project)
        assert daemon_check(project) == cold(new_project, project)
