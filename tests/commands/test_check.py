"""`conformable check` on a small project: formats, counts, exit statuses, baseline and ratchet."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from commands_harness.project import Project

SOURCE = """\
from jaxtyping import Float
from torch import Tensor


def right(x: Float[Tensor, "b c"]) -> Float[Tensor, "c b"]:
    return x.T


def wrong(x: Float[Tensor, "b c"]) -> Float[Tensor, "c b"]:
    return x


def open_ended(x: Float[Tensor, "b c"], f: object) -> Float[Tensor, "b c"]:
    return f(x)  # type: ignore[operator]


def plain(x: int) -> str:
    return x


class Layer:
    def bound(self, x: Float[Tensor, "b c"], n: int) -> Float[Tensor, "n c"]:
        return x.new_zeros(n, x.shape[1])
"""

SUMMARY = "shapes: 4 annotated functions: 2 proven, 1 unknown, 1 with errors"

#: Path -> what a message of `wrong` says.
MISMATCH = 'Return value has shape "b c"; expected "c b": axis 0 is b, not c'

Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


@pytest.fixture
def check(project: Project) -> Check:
    def checked(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "conformable", "check", *project.mypy_options, *arguments]
        return subprocess.run(
            [*command, project.file.name], cwd=project.folder, capture_output=True, text=True, check=False
        )

    return checked


def test_the_text_is_that_of_mypy_with_a_summary(check: Check) -> None:
    done = check()
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-2:] == ["Found 2 errors in 1 file (checked 1 source file)", SUMMARY]
    assert f"sample.py:10: error: {MISMATCH}  [shape-mismatch]" in lines


def test_a_run_that_checks_nothing_anew_counts_the_same(check: Check) -> None:
    first, second = check(), check()
    assert first.stdout == second.stdout
    assert SUMMARY in second.stdout


def test_parallel_workers_count_the_same(check: Check, project: Project) -> None:
    project.file.write_text(f"{SOURCE}\n", encoding="utf-8")
    try:
        assert SUMMARY in check("-n", "2").stdout
    finally:
        project.file.write_text(SOURCE, encoding="utf-8")


def test_json_is_one_document(check: Check) -> None:
    done = check("--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["functions"] == {"proven": 2, "unknown": 1, "errors": 1}
    (mismatch, _) = document["messages"]
    assert mismatch["message"] == MISMATCH
    assert (mismatch["file"], mismatch["line"], mismatch["code"]) == ("sample.py", 10, "shape-mismatch")
    assert "fails for b=2, c=3" in mismatch["notes"]


def test_github_gets_annotations(check: Check) -> None:
    first, second, counted = check("--format=github").stdout.splitlines()
    assert first.startswith(f"::error file=sample.py,line=10,col=5,title=shape-mismatch::{MISMATCH}%0A")
    assert "title=return-value::" in second
    assert counted == SUMMARY


def test_sarif_names_rule_and_place(check: Check) -> None:
    log = json.loads(check("--format", "sarif").stdout)
    (run,) = log["runs"]
    result = run["results"][0]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "shape-mismatch"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "sample.py"},
        "region": {"startLine": 10, "startColumn": 5},
    }


def test_a_baseline_accepts_what_is_there_and_refuses_what_is_new(check: Check, project: Project) -> None:
    baseline = project.folder / "baseline.json"
    assert check("--baseline", baseline.name).returncode == 0
    assert check("--baseline", baseline.name).returncode == 0
    moved = f"# a line above\n\n{SOURCE}"
    project.file.write_text(moved, encoding="utf-8")
    try:
        assert check("--baseline", baseline.name).returncode == 0
        project.file.write_text(moved.replace("return x.T", "return x"), encoding="utf-8")
        done = check("--baseline", baseline.name)
        assert done.returncode == 1
        assert done.stdout.count(": error: ") == 1
        assert "sample.py:8: error:" in done.stdout or "sample.py:12: error:" in done.stdout
        project.file.write_text(moved.replace("return x\n", "return x.T\n", 1), encoding="utf-8")
        assert "1 gone" in check("--baseline", baseline.name).stderr
    finally:
        project.file.write_text(SOURCE, encoding="utf-8")


def test_what_is_no_baseline_is_refused(check: Check, project: Project) -> None:
    (project.folder / "other.json").write_text("[]", encoding="utf-8")
    done = check("--baseline", "other.json")
    assert done.returncode == 2
    assert "not a baseline" in done.stderr


@pytest.mark.parametrize(("least", "told"), [("50", False), ("50.1", True)])
def test_too_few_proven_functions_fail(least: str, *, told: bool, check: Check) -> None:
    done = check("--baseline", "accepted.json", "--min-proven", least)
    assert done.returncode == int(told)
    assert ("--min-proven asks for" in done.stderr) == told


#: What tests/golden/mypy.ini says: with other settings, mypy would have to read torch anew.
MYPY_SETTINGS = "[tool.mypy]\nstrict = true\nwarn_return_any = false\nexplicit_package_bases = true\n"


@pytest.mark.parametrize("plugins", ["", 'plugins = ["conformable_mypy"]\n'])
def test_modules_can_have_options_of_their_own(plugins: str, project: Project, tmp_path: Path) -> None:
    """Also where the plugin is not named, so that mypy reads a copy of the configuration."""
    for name in ("new", "old"):
        (tmp_path / f"{name}.py").write_text(SOURCE, encoding="utf-8")
    own = '[[tool.conformable.overrides]]\nmodule = ["old"]\ndisable = ["shape"]\n'
    (tmp_path / "pyproject.toml").write_text(MYPY_SETTINGS + plugins + own, encoding="utf-8")
    command = [sys.executable, "-m", "conformable", "check", "--cache-dir", str(project.cache)]
    done = subprocess.run(
        [*command, "new.py", "old.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert f"new.py:10: error: {MISMATCH}  [shape-mismatch]" in done.stdout
    assert "old.py:10:" not in done.stdout
    assert done.stderr == ""


def test_a_syntax_error_ends_with_the_status_of_mypy(check: Check, project: Project) -> None:
    project.file.write_text("def broken(:\n", encoding="utf-8")
    try:
        assert check().returncode == check("--format", "json").returncode == 2
    finally:
        project.file.write_text(SOURCE, encoding="utf-8")


def test_a_file_called_like_a_module_of_mypys_is_not_executed(project: Project, tmp_path: Path) -> None:
    (tmp_path / "tomllib.py").write_text("raise SystemExit('executed')\n", encoding="utf-8")
    (tmp_path / "sample.py").write_text(SOURCE, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "conformable", "check", *project.mypy_options, "sample.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert SUMMARY in done.stdout, done.stdout + done.stderr
