"""Random programs: what is silent runs, what is said about shapes is so, what is reported fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from conformable.commands.observations.mypy_run import MypyOptions
from fuzz_harness.judging import judge
from fuzz_harness.programs import module, program
from golden_harness.expectations import GOLDEN

FEW = 100
MANY = 20_000
EACH = 200


@pytest.fixture(scope="module")
def options(request: pytest.FixtureRequest) -> MypyOptions:
    return MypyOptions(str(GOLDEN / "mypy.ini"), str(request.config.getoption("--golden-cache")))


def test_a_seed_gives_one_program() -> None:
    assert program(7) == program(7)
    assert len({program(seed).partition("(")[2] for seed in range(FEW)}) > 0.9 * FEW


def test_a_program_does_not_grow_as_long_as_it_runs() -> None:
    """Program 943 once doubled a tensor as often as an axis is long."""
    namespace: dict[str, Any] = {}
    exec(module(range(943, 944)), namespace)
    assert namespace["f943"](torch.zeros(1, 2, 2), torch.zeros(60, 60, 1)).shape == (60, 3600)


def test_some_programs(tmp_path: Path, options: MypyOptions) -> None:
    verdict = judge(range(FEW), tmp_path, options)
    assert verdict.problems == ()
    assert 0.1 * FEW < verdict.reported < 0.6 * FEW, "programs must be neither all right nor all wrong"
    assert verdict.silent > 0.4 * FEW, (
        "most of the others must be known well enough to say that they cannot fail"
    )
    assert verdict.compared > 10 * FEW
    assert verdict.witnesses["fails"] > 0.8 * verdict.witnesses.total(), "most reports can be executed"


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, MANY, EACH))
def test_many_programs(start: int, tmp_path: Path, options: MypyOptions) -> None:
    assert judge(range(start, start + EACH), tmp_path, options).problems == ()
