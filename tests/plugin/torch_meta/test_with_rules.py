"""Rules and fall-back together, on the inputs with which PyTorch tests its operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from conformable.core.ops.arguments import Result
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable_mypy.torch_meta.fallback import Fallback
from conformable_mypy.torch_meta.kernels.verdicts import answer
from conformable_mypy.torch_meta.process import TorchProcess
from opinfo_harness import judging, refusals
from opinfo_harness.judging import SizeOf, abstract, inferred, literal, named
from opinfo_harness.sweep import Names, runs, sweep, with_verdict
from opinfo_harness.torch_calls import Call

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]

#: The shape of their result depends on the values of elements, or they give no tensor.
OF_ELEMENTS: Final = {
    "allclose",
    "argwhere",
    "bincount",
    "equal",
    "masked_select",
    "nn.functional.one_hot",
    "nonzero",
    "unique",
    "unique_consecutive",
}


class Here(TorchProcess):
    """Answers in this process."""

    def ask(self, question: dict[str, object]) -> dict[str, object] | None:
        return dict(answer(question))


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> Callable[[Call, Proof, SizeOf], Result]:
    """Let the harness ask as the interpreter does: the rule, and where that cannot tell, torch."""
    fallback = Fallback("/dev/null", Here())

    def ask(call: Call, proof: Proof, size: SizeOf, _: Fallback | None = None) -> Result:
        facts = proof.facts
        try:
            return inferred(call, proof, size)
        except CannotTellError:
            proof.facts = facts
        positional = tuple(abstract(argument, size) for argument in call.arguments)
        keywords = {key: abstract(argument, size) for key, argument in call.keywords.items()}
        return fallback.apply(call.function, proof, positional, keywords, set())

    monkeypatch.setattr(judging, "inferred", ask)
    return ask


def exact(names: Names) -> float:
    """Return the share of exact names among those whose shapes do not depend on elements."""
    counted = {name: found for name, found in names.items() if name not in OF_ELEMENTS}
    assert len(counted) > 600
    return len(with_verdict(counted, "exact")) / len(counted)


def test_with_numbers() -> None:
    names = sweep(runs(2), literal)
    assert with_verdict(names, "wrong") == []
    assert exact(names) >= 0.95


def test_with_named_axes() -> None:
    names = sweep(runs(2), named)
    assert with_verdict(names, "wrong") == []
    assert exact(names) >= 0.9


def test_errors_of_shape_are_reported(both: Callable[[Call, Proof, SizeOf], Result]) -> None:
    def is_reported(call: Call) -> bool:
        try:
            both(call, Proof(), literal)
        except CannotTellError:
            return False
        except Mismatch:
            return True
        return False

    refused = [each for each in refusals.refused_calls() if not each.cause]
    silent = [each.call.function for each in refused if not each.reported and not is_reported(each.call)]
    assert len(silent) <= 0.1 * len(refused), silent
