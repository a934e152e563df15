"""What is released can be uploaded, and its description can be shown."""

from __future__ import annotations

import os
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


SOURCE = """\
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    return x @ w
"""


@pytest.mark.long
def test_the_wheel_serves_a_stranger(root: Path, tmp_path: Path) -> None:
    """In a new environment without torch, and in a folder without any configuration."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}

    def ran(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)

    built = ran(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", str(root))
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    ran(sys.executable, "-m", "venv", "fresh")
    installed = ran("fresh/bin/python", "-m", "pip", "install", "--quiet", f"{wheel}[mypy]")
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "layer.py").write_text(SOURCE, encoding="utf-8")

    checked = ran("fresh/bin/conformable", "check", "layer.py")
    assert checked.returncode == 1, checked.stderr
    assert "layer.py:6: error: matmul: inner sizes differ: n_in (axis -1 of x)" in checked.stdout
    assert checked.stdout.endswith("1 annotated function: 0 proven, 0 unknown, 1 with errors\n")
    assert ran("fresh/bin/conformable", "explain", "shape-matmul").stdout.startswith("# shape-matmul\n")
    assert "Not installed here: einops, numpy, torch." in ran("fresh/bin/conformable", "init").stdout
    assert "no issues found" not in ran("fresh/bin/conformable", "check", "layer.py").stdout
    assert "conformable[annotate]" in ran("fresh/bin/conformable", "annotate", "layer.py").stderr


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
