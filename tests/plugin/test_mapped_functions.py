"""Functions that a decorator maps over rows are called with other shapes than they are written for."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from commands_harness.project import mypy_options

PROGRAM = """
    from functools import partial
    import torch
    from jaxtyping import Float
    from torch import Tensor
    {decorator}
    def total(x: Float[Tensor, "d"]) -> Float[Tensor, ""]:
        return x.sum()
    def mapped(x: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
        return total(x)
"""

DECORATORS = {"plain": "", "mapped": "@torch.vmap", "partly": "@partial(torch.vmap, in_dims=0)"}


def test_a_decorated_function_is_not_held_against_its_own_signature(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for name, decorator in DECORATORS.items():
        program = textwrap.dedent(PROGRAM).replace("{decorator}", decorator)
        (tmp_path / f"{name}.py").write_text(program, encoding="utf-8")
    # The cache of the golden files knows torch.
    command = [sys.executable, "-m", "mypy", *mypy_options(request.config.getoption("--golden-cache")), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert {line.partition(".py:")[0] for line in done.stdout.splitlines() if "[shape" in line} == {"plain"}
