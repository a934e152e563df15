"""Sizes of classes that no annotation names: of untyped constructors, of named tuples, of lists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from golden_harness.expectations import GOLDEN

PROGRAM = """
from typing import NamedTuple, TypedDict
import torch
from jaxtyping import Float
from torch import Tensor, nn


class Untyped(nn.Module):
    def __init__(self, d_in, d_out=5, *, kernel=(3, 3)):
        super().__init__()
        self.up = nn.Linear(d_in, d_out)
        self.down = nn.Sequential(nn.Linear(d_out, 2 * d_in))
        self.conv = nn.Conv2d(3, 3, kernel)

    def right(self, x: Float[Tensor, "b d_in"]) -> Float[Tensor, "b 2*d_in"]:
        return self.down(self.up(x))

    def wrong(self, x: Float[Tensor, "b d_in"]) -> Float[Tensor, "b d_in"]:
        return self.down(x)  # wrong


class Pair(NamedTuple):
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]


def product(pair: Pair) -> Tensor:
    left, right = pair
    pair.left.T @ right
    return left @ pair.right.T  # wrong


class Batch(TypedDict):
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]


def batched(x: Float[Tensor, "p q"], y: Float[Tensor, "p r"], z: Float[Tensor, "s r"]) -> Batch:
    Batch(left=x, right=z)  # wrong
    return Batch(left=x, right=y)


class Store:
    def __init__(self, size: int) -> None:
        self.kept = torch.zeros(size)

    def put(self, x: Float[Tensor, "n"]) -> None:
        self.kept[:] = x


class Keeper(nn.Module):
    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n

    def forward(self, x: Float[Tensor, "n"], stores: list[Store]) -> Float[Tensor, "n"]:
        stores[0].put(x)
        return x


def keep(n: int) -> None:
    Keeper(n)(torch.ones(n), [Store(n)])
    Keeper(n)(torch.ones(n + 1), [Store(n + 2)])  # wrong
"""


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> set[int]:
    """The lines that are reported."""
    file: Path = tmp_path_factory.mktemp("untyped") / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    settings = ["--config-file", str(GOLDEN / "mypy.ini"), "--allow-untyped-defs", "--allow-untyped-calls"]
    cache = ["--cache-dir", str(request.config.getoption("--golden-cache"))]
    command = [sys.executable, "-m", "mypy", *settings, *cache, file.name]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, check=False)
    assert "could not analyse" not in done.stdout
    return {int(line) for line in re.findall(r"program\.py:(\d+): error: .*\[shape", done.stdout)}


def test_what_is_wrong_is_reported_and_nothing_else(reported: set[int]) -> None:
    lines = PROGRAM.splitlines()
    assert reported == {number for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}
