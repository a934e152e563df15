"""`conformable annotate`: what it shows, what it writes, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands_harness.project import Project
from conformable.commands.annotate import run

SOURCE = """\
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "b n"], w: Float[Tensor, "m n"]):
    z = x @ w.T
    return z > 0
"""
RETURN = SOURCE.replace('"m n"]):', '"m n"]) -> Bool[Tensor, "b m"]:').replace("Float\n", "Bool, Float\n", 1)
LOCAL = SOURCE.replace("z =", 'z: Float[Tensor, "b m"] =')
BOTH = RETURN.replace("z =", 'z: Float[Tensor, "b m"] =')

Annotate = Callable[..., int]


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


@pytest.fixture
def annotate(project: Project) -> Iterator[Annotate]:
    yield lambda *options: run([str(project.file), *options, *project.mypy_options])
    project.file.write_text(SOURCE, encoding="utf-8")


def test_by_default_a_diff_is_shown_that_patch_can_apply(
    annotate: Annotate, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate() == 0
    told = capsys.readouterr()
    assert told.err == "annotate: 1 return type, 1 local to add in 1 file\n"
    assert project.file.read_text(encoding="utf-8") == SOURCE
    command = ["git", "apply", "--unsafe-paths", "-p0", "-"]
    difference = told.out.replace(str(project.file), project.file.name)
    subprocess.run(command, cwd=project.folder, input=difference, text=True, check=True)
    assert project.file.read_text(encoding="utf-8") == BOTH


@pytest.mark.parametrize(
    ("options", "text"),
    [((), BOTH), (("--returns",), RETURN), (("--locals",), LOCAL), (("--returns", "--locals"), BOTH)],
)
def test_in_place_the_file_is_written(
    options: tuple[str, ...],
    text: str,
    annotate: Annotate,
    project: Project,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert annotate("--in-place", *options) == 0
    assert project.file.read_text(encoding="utf-8") == text
    told = capsys.readouterr()
    assert told.out == ""
    assert "added in 1 file" in told.err


def test_what_is_annotated_needs_no_more(
    annotate: Annotate, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate("-i") == 0
    assert annotate("--check") == 0
    assert project.file.read_text(encoding="utf-8") == BOTH
    assert capsys.readouterr().err.splitlines()[-1] == "annotate: there is nothing to add"


def test_a_check_fails_where_something_is_missing(
    annotate: Annotate, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate("--check") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"{project.file}: 1 return type, 1 local\nannotate: 1 return type, 1 local to add in 1 file\n"
    )
    assert annotate("--check", "--diff") == 1
    assert '+    z: Float[Tensor, "b m"] = x @ w.T\n' in capsys.readouterr().out
    assert project.file.read_text(encoding="utf-8") == SOURCE


def test_a_folder_stands_for_its_files(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(project.folder), "--check", *project.mypy_options]) == 1
    assert "in 1 file" in capsys.readouterr().err


def test_an_annotation_that_hides_a_report_is_taken_back(
    make_project: Callable[[str], Project], capsys: pytest.CaptureFixture[str]
) -> None:
    """A call is followed into a function without shapes, and no more once its result has one."""
    project = make_project(FOLLOWED)
    assert run([str(project.file), "--in-place", *project.mypy_options]) == 0
    assert capsys.readouterr().err == "annotate: there is nothing to add\n"
    assert project.file.read_text(encoding="utf-8") == FOLLOWED


FOLLOWED = """\
from jaxtyping import Float
import torch
from torch import Tensor


def rows(n: int):
    torch.zeros(n) @ torch.ones(5)
    return torch.zeros(3)


def wrong(x: Float[Tensor, "k 3"]) -> Float[Tensor, "k 3"]:
    return x + rows(4)
"""


@pytest.mark.parametrize(("source", "told"), [("x = = 1\n", "[syntax]"), (None, "no such file or folder")])
def test_what_cannot_be_checked_ends_with_2(
    source: str | None,
    told: str,
    make_project: Callable[[str], Project],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    file = make_project(source).file if source is not None else tmp_path / "nowhere.py"
    assert run([str(file)]) == 2
    assert told in capsys.readouterr().err


def test_without_libcst_one_line_says_what_to_install(
    annotate: Annotate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "libcst", None)
    assert annotate() == 2
    assert capsys.readouterr().err == (
        "conformable annotate: libcst is not installed; pip install 'conformable[annotate]'\n"
    )
