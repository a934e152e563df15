"""A warm run interprets nothing: what constructors make of their parameters comes from mypy's cache."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from golden_harness.expectations import GOLDEN

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

#: Runs mypy, and counts the bodies that are interpreted.
COUNTING = """
import sys
from mypy import api
import conformable_mypy.interpreter as interpreter

interpret, count = interpreter.interpret, 0

def counted(*arguments, **keywords):
    global count
    count += 1
    return interpret(*arguments, **keywords)

interpreter.interpret = counted
output, errors, _ = api.run(sys.argv[1:])
print(output, errors, sep="", file=sys.stderr)
print(count)
"""

USE = """
import torch
from jaxtyping import Float
from torch import Tensor

from vit import VisionTransformer


def classify(images: Float[Tensor, "batch 3 16 16"]) -> Float[Tensor, "batch 10"]:
    return VisionTransformer(image_size=16, in_channels=3, n_classes=10)(images){more}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with an example's classes, and one that uses them."""
    folder = tmp_path_factory.mktemp("warm")
    shutil.copy(EXAMPLES / "vit.py", folder)
    shutil.copy(GOLDEN / "mypy.ini", folder)
    (folder / "use.py").write_text(USE.replace("{more}", ""), encoding="utf-8")
    return folder


def test_only_what_has_changed_is_interpreted(project: Path, request: pytest.FixtureRequest) -> None:
    cache = str(request.config.getoption("--golden-cache"))
    first, said = _interpreted(project, cache)
    assert first > 0
    assert "[shape" not in said
    again, _ = _interpreted(project, cache)
    assert again == 0
    (project / "use.py").write_text(USE.replace("{more}", ".transpose(1, 2)"), encoding="utf-8")
    changed, said = _interpreted(project, cache)
    assert changed == 2, "the module and its function; none of the classes that it uses"
    assert re.search(r"use.py:10: error: .*\[shape-", said), said


def test_a_warm_run_of_the_examples_interprets_nothing(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    files = sorted(path.name for path in EXAMPLES.glob("*.py"))
    for name in files:
        # What an earlier run of this test has left in the cache is of another text.
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"{text}\n# {tmp_path}\n", encoding="utf-8")
    shutil.copy(GOLDEN / "mypy.ini", tmp_path)
    cache = str(request.config.getoption("--golden-cache"))
    first, _ = _interpreted(tmp_path, cache, files)
    again, _ = _interpreted(tmp_path, cache, files)
    assert first > len(files)
    assert again == 0


def _interpreted(project: Path, cache: str, files: Sequence[str] = ("vit.py", "use.py")) -> tuple[int, str]:
    options = ["--config-file", "mypy.ini", "--cache-dir", cache, *files]
    command = [sys.executable, "-c", COUNTING, *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    return int(done.stdout), done.stderr
