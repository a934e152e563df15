"""What is released can be uploaded, and its description can be shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import conformable


@pytest.mark.long
def test_both_archives_are_built_and_pass_the_check_of_the_index(root: Path, tmp_path: Path) -> None:
    for command in (["build", "--no-isolation", "--outdir", str(tmp_path), str(root)],):
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    archives = sorted(tmp_path.iterdir())
    version = conformable.__version__
    assert [path.name for path in archives] == [
        f"conformable-{version}-py3-none-any.whl",
        f"conformable-{version}.tar.gz",
    ]
    checked = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *map(str, archives)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_changelog_has_the_version_or_what_is_not_released(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.*?)\]", text, re.MULTILINE)
    assert headings
    assert {headings[0]} & {"Unreleased", conformable.__version__}


@pytest.mark.parametrize("name", ["bug", "false_alarm"])
def test_an_issue_asks_for_the_witness_and_the_configuration(name: str, root: Path) -> None:
    text = (root / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8")
    assert "id: configuration" in text
    assert "fails for" in text
