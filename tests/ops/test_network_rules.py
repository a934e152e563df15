"""Rules of networks, linear algebra, einsum and einops: each call against the library, at several sizes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from conformable.core.ops import REGISTRY
from conformable.core.proof import CannotTellError, Mismatch
from ops import calls_of_fourier, calls_of_linear_algebra, calls_of_named_axes, calls_of_networks
from ops.calls import FIRST, SECOND
from ops.running import SizeOf, broken_facts, fits, infer, literal, put_in, refuses, rigid, run
from ops.sample import Sample
from ops.test_rules_against_libraries import OPENED, of_program

TABLES = (calls_of_networks, calls_of_linear_algebra, calls_of_fourier, calls_of_named_axes)
GOOD = [
    pytest.param(sample, call.partial, id=str(sample))
    for table in TABLES
    for call in table.GOOD
    for sample in call.samples()
]
BAD = [
    pytest.param(sample, id=str(sample))
    for table in TABLES
    for call in table.BAD
    for sample in call.samples()
]
FAMILIES = """
    attention contractions convolutions decompositions einops einsum fft folding linalg losses nn
    normalizations pooling products resampling
"""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let the libraries warn about what is deprecated: the calls are about shapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def check(sample: Sample, size: SizeOf, values: Mapping[str, int]) -> Any:
    """Hold the rule against the library at these sizes; give the rule's result with numbers put in."""
    result, facts = infer(sample, size)
    inferred = put_in(result, facts, values)
    assert fits(inferred, run(sample, values)), result
    assert broken_facts(facts, values) == []
    return inferred


def is_known(inferred: Any) -> bool:
    """Tell whether a result has nothing open."""
    if isinstance(inferred, tuple | list):
        return all(map(is_known, inferred))
    return inferred is not None and inferred is not ...


@pytest.mark.parametrize(("sample", "partial"), GOOD)
def test_gives_what_the_library_gives(sample: Sample, partial: bool) -> None:  # noqa: FBT001
    for values in (FIRST, SECOND):
        assert is_known(check(sample, rigid, values)) or partial
        assert is_known(check(sample, literal(values), values)) or partial
        with suppress(CannotTellError):
            check(sample, of_program(sample), values)


@pytest.mark.parametrize(("sample", "partial"), GOOD)
def test_tells_nothing_wrong_of_shapes_that_are_not_known(sample: Sample, partial: bool) -> None:  # noqa: FBT001
    real = run(sample, FIRST)
    for opened in OPENED:
        with suppress(CannotTellError):
            result, facts = infer(sample, rigid, tensors=opened())
            assert fits(put_in(result, facts, FIRST), real), result
            assert broken_facts(facts, FIRST) == []


@pytest.mark.parametrize("sample", BAD)
def test_reports_what_the_library_refuses(sample: Sample) -> None:
    for values in (FIRST, SECOND):
        assert refuses(sample, values)
        with pytest.raises(Mismatch):
            infer(sample, literal(values))
    with pytest.raises(Mismatch) as caught:
        infer(sample, rigid)
    assert caught.value.message.startswith(f"{sample.name.rpartition('.')[2]}: ")
    witness = caught.value.witness
    shown = {symbol.name: value for symbol, value in witness.shown} if witness is not None else {}
    assert refuses(sample, FIRST | shown)


def test_every_rule_has_a_call() -> None:
    """Adding an operation takes a call in one of the tables."""
    called = {name for table in TABLES for call in table.GOOD for name in call.names}
    own = {
        name
        for name, rule in REGISTRY.rules.items()
        if rule.function.__module__.rpartition(".")[2] in FAMILIES.split()
    }
    assert own - called == set()
