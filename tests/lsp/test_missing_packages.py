"""What is said where a package is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_without_pygls_there_is_one_clear_line(tmp_path: Path) -> None:
    done = _run_without(
        "pygls", tmp_path, "from conformable.commands import main; raise SystemExit(main(['lsp']))"
    )
    assert done.returncode == 2
    assert done.stderr == "conformable lsp: pygls is not installed; pip install 'conformable[lsp]'\n"


def test_without_mypy_a_project_says_so(tmp_path: Path) -> None:
    program = """
from pathlib import Path
from conformable.commands.mypy_invocation import NoMypyRunError
from conformable.commands.observations.mypy_run import MypyOptions
from conformable.commands.serving.preparing import prepare
try:
    prepare(Path.cwd(), MypyOptions())
except NoMypyRunError as error:
    print(error)
"""
    done = _run_without("mypy", tmp_path, program)
    assert done.stdout == "mypy is not installed; pip install 'conformable[mypy]'\n"


def _run_without(package: str, folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    hidden = f"""
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == {package!r} else found(name, *more)
"""
    return subprocess.run(
        [sys.executable, "-c", hidden + program],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
