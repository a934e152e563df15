"""The examples run, and both halves find the planted bug."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from conformable import ShapeError

EXAMPLES = Path(__file__).parent.parent / "examples"

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.py") if path.stem != "planted_bug")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(root / "examples" / f"{name}.py"), run_name="__main__")
    assert capsys.readouterr().out


def test_the_planted_bug_is_raised(root: Path) -> None:
    with pytest.raises((ShapeError, RuntimeError)) as raised:
        runpy.run_path(str(root / "examples" / "planted_bug.py"), run_name="__main__")
    told = "\n".join([str(raised.value), *getattr(raised.value, "__notes__", [])])
    for binding in ("d_k=16", "seq_k=12"):
        assert binding in told


def test_the_planted_bug_is_reported(root: Path) -> None:
    command = [sys.executable, "-m", "conformable", "check", "examples/planted_bug.py"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1
    assert "d_k" in errors[0]
    assert "seq_k" in errors[0]
    assert errors[0].endswith("[shape-matmul]")
