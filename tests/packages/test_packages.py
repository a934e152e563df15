"""Real packages, pinned: the reports are those that were read by hand, and nothing fails inside."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from packages_harness.annotated_functions import annotated_functions
from packages_harness.coverage import NO_TENSORS
from packages_harness.pinned import PINNED, install

HERE = Path(__file__).parent
REPORTS = json.loads((HERE / "reports.json").read_text(encoding="utf-8"))

#: A union as mypy prints it, of plain names.
UNION = re.compile(r"\w+(?: \| \w+)+")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sources of the packages."""
    target: Path = tmp_path_factory.mktemp("packages")
    install(target)
    return target


@pytest.mark.parametrize("package", PINNED)
def test_the_reports_are_those_that_were_read(folder: Path, package: str) -> None:
    command = [sys.executable, "-m", "mypy", "--config-file", str(HERE / "mypy.ini"), package]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert "could not analyse" not in done.stdout
    assert "too large to be analysed" not in done.stdout
    found = re.findall(r"^(\S+):(\d+): error: .*  \[(shape[\w-]*)\]$", done.stdout, flags=re.MULTILINE)
    expected = [(r["path"], str(r["line"]), r["code"]) for r in REPORTS if r["package"] == package]
    assert sorted(found) == sorted(expected)


def own_output(folder: Path, package: str, plugin: str) -> list[str]:
    """Return what mypy says by itself: with the plugin, none of the plugin's codes is reported."""
    config = folder / "own_output.ini"
    section = "[mypy.plugins.conformable]\ndisable = shape\n"
    config.write_text(f"[mypy]\nignore_missing_imports = True\n{plugin}\n{section}", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", config.name, "--strict", package]
    cache = ["--cache-dir", f".cache of {plugin or 'plain mypy'}"]
    done = subprocess.run([*command, *cache], cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    # docs/limits.md: of a union of annotations of one class, mypy prints the class once for each of them.
    return sorted(UNION.sub(_each_once, line) for line in done.stdout.splitlines())


def _each_once(union: re.Match[str]) -> str:
    return " | ".join(dict.fromkeys(union[0].split(" | ")))


@pytest.mark.parametrize("package", PINNED)
def test_mypy_itself_says_the_same(folder: Path, package: str) -> None:
    plain = own_output(folder, package, "")
    assert len(plain) > 20
    assert own_output(folder, package, "plugins = conformable_mypy") == plain


def test_no_report_is_ours_to_fix() -> None:
    assert {report["class"] for report in REPORTS} <= {"bug in the package", "wrong annotation"}


def test_what_is_listed_as_no_tensor_stands_in_the_sources(folder: Path) -> None:
    for file, listed in json.loads(NO_TENSORS.read_text(encoding="utf-8")).items():
        functions = annotated_functions((folder / file).read_text(encoding="utf-8"))
        assigned = {ast.unparse(value) for function in functions for value in function.assigned}
        assert listed.keys() <= assigned
