"""The rules on the inputs with which PyTorch tests its own operations."""

from __future__ import annotations

import pytest

from opinfo_harness.judging import SizeOf, literal, named
from opinfo_harness.refusals import Refused, refused_calls
from opinfo_harness.sweep import Names, runs, sweep, with_verdict
from opinfo_harness.torch_calls import Call

FEW = 2

Runs = list[tuple[Call, object]]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def few() -> Runs:
    """The first calls of each operation."""
    return list(runs(FEW))


def expect(names: Names, share: float) -> None:
    """Hold the counts against what is promised."""
    wrong = [reason for name in with_verdict(names, "wrong") for reason in names[name].reasons]
    assert wrong == []
    assert len(names) > 600
    assert len(with_verdict(names, "exact")) >= share * len(names), with_verdict(names, "unknown")


@pytest.mark.parametrize("size", [literal, named])
def test_some_calls(few: Runs, size: SizeOf) -> None:
    expect(sweep(few, size), share=0.85)


@pytest.mark.long
@pytest.mark.parametrize("size", [literal, named])
def test_all_calls(size: SizeOf) -> None:
    expect(sweep(runs(), size), share=0.8)


@pytest.fixture(scope="module")
def refused() -> list[Refused]:
    """The calls that torch refuses for their shapes."""
    return [each for each in refused_calls() if not each.cause]


def test_what_torch_refuses_for_its_shapes_is_reported(refused: list[Refused]) -> None:
    silent = [f"{each.call.function}: {each.error}" for each in refused if not each.reported]
    assert len(refused) > 300
    assert len(refused) - len(silent) >= 0.85 * len(refused), silent
