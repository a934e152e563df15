"""Real packages, pinned: the reports are those that were read by hand, and nothing fails inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPORTS = json.loads((HERE / "reports.json").read_text(encoding="utf-8"))

#: Import name -> what is installed, without its dependencies.
PINNED = {
    "transformer_lens": "transformer-lens==2.16.1",
    "linear_operator": "linear-operator==0.6.0",
    "maze_dataset": "maze-dataset==1.4.2",
    "alphafold3_pytorch": "alphafold3-pytorch==0.8.3",
}

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sources of the packages: not installed ones, which mypy would silence."""
    target: Path = tmp_path_factory.mktemp("packages")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*install, *PINNED.values()], check=True)
    return target


@pytest.mark.parametrize("package", PINNED)
def test_the_reports_are_those_that_were_read(folder: Path, package: str) -> None:
    command = [sys.executable, "-m", "mypy", "--config-file", str(HERE / "mypy.ini"), package]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert "could not analyse" not in done.stdout
    assert "too large to be interpreted" not in done.stdout
    found = re.findall(r"^(\S+):(\d+): error: .*  \[(shape[\w-]*)\]$", done.stdout, flags=re.MULTILINE)
    expected = [(r["path"], str(r["line"]), r["code"]) for r in REPORTS if r["package"] == package]
    assert sorted(found) == sorted(expected)


def test_no_report_is_ours_to_fix() -> None:
    assert {report["class"] for report in REPORTS} <= {"bug in the package", "wrong annotation"}
