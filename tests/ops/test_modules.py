"""Rules of module classes against real modules: made, called and read at several sizes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest
import torch

from conformable.core.facts import Facts
from conformable.core.ops.arguments import Result
from conformable.core.ops.modules import MODULES, ModuleRule, ModuleState
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from ops.calls import FIRST, SECOND
from ops.calls_of_modules import BAD, GOOD, REFUSED, Made, Use
from ops.running import (
    SizeOf,
    abstract,
    broken_facts,
    concrete,
    fits,
    literal,
    put_in,
    real_shapes,
    resolve,
    rigid,
)
from ops.test_rules_against_libraries import OPENED

Error = (RuntimeError, ValueError, TypeError, IndexError, AssertionError, NotImplementedError)
Values = Mapping[str, int]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let torch warn about what is deprecated: the calls are about shapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def make(made: Made, values: Values) -> Any:
    """Make a real module."""
    torch.manual_seed(0)
    arguments = [concrete(argument, values, numpy=False) for argument in made.arguments]
    keywords = {name: concrete(value, values, numpy=False) for name, value in made.keywords.items()}
    return resolve(made.name)(*arguments, **keywords)


def use(call: Use, values: Values) -> Any:
    """Call a real module; give the shapes of what it returns."""
    inputs = [concrete(value, values, numpy=False) for value in call.inputs]
    keywords = {name: concrete(value, values, numpy=False) for name, value in call.keywords.items()}
    return real_shapes(make(call.made, values)(*inputs, **keywords))


def construct(made: Made, proof: Proof, size: SizeOf) -> tuple[ModuleRule, ModuleState]:
    """Make a module's state."""
    rule = MODULES.find(made.name)
    assert rule is not None
    arguments = tuple(abstract(argument, size, lambda tensor: tensor) for argument in made.arguments)
    keywords = {name: abstract(value, size, lambda tensor: tensor) for name, value in made.keywords.items()}
    return rule, rule.construct(proof, arguments, keywords).labelled("layer")


def infer(call: Use, size: SizeOf, tensors: Any = lambda tensor: tensor) -> tuple[Result, Facts]:
    """Apply the rule of a module to a call: what it gives, and what it has learned."""
    proof = Proof(scope="test")
    rule, state = construct(call.made, proof, size)
    inputs = tuple(abstract(value, size, tensors) for value in call.inputs)
    keywords = {name: abstract(value, size, tensors) for name, value in call.keywords.items()}
    return rule.call(proof, state, inputs, keywords), proof.facts


def is_known(inferred: Any) -> bool:
    """Tell whether a result has nothing open; `...` is a None that the module returns."""
    return all(map(is_known, inferred)) if isinstance(inferred, tuple | list) else inferred is not None


@pytest.mark.parametrize("call", GOOD, ids=str)
def test_gives_what_the_module_gives(call: Use) -> None:
    for values in (FIRST, SECOND):
        real = use(call, values)
        for size in (rigid, literal(values)):
            result, facts = infer(call, size)
            inferred = put_in(result, facts, values)
            assert fits(inferred, real), result
            assert is_known(inferred), result
            assert broken_facts(facts, values) == []


@pytest.mark.parametrize("call", GOOD, ids=str)
def test_tells_nothing_wrong_of_shapes_that_are_not_known(call: Use) -> None:
    real = use(call, FIRST)
    for opened in OPENED:
        with suppress(CannotTellError):
            result, facts = infer(call, rigid, opened())
            assert fits(put_in(result, facts, FIRST), real), result
            assert broken_facts(facts, FIRST) == []


@pytest.mark.parametrize("call", GOOD, ids=str)
def test_knows_the_attributes_of_the_module(call: Use) -> None:
    for values in (FIRST, SECOND):
        module = make(call.made, values)
        proof = Proof(scope="test")
        _, state = construct(call.made, proof, rigid)
        for name, value in state.attributes:
            if isinstance(value, Shape) and "Lazy" not in call.made.name:
                assert put_in(value, proof.facts, values) == tuple(getattr(module, name).shape), name
            if value is None and name in {"weight", "bias", "running_mean"}:
                assert getattr(module, name, None) is None


@pytest.mark.parametrize("call", BAD, ids=str)
def test_reports_what_the_module_refuses(call: Use) -> None:
    for values in (FIRST, SECOND):
        with pytest.raises(Error):
            use(call, values)
        with pytest.raises(Mismatch):
            infer(call, literal(values))
    with pytest.raises(Mismatch) as caught:
        infer(call, rigid)
    witness = caught.value.witness
    shown = {symbol.name: value for symbol, value in witness.shown} if witness is not None else {}
    with pytest.raises(Error):
        use(call, FIRST | shown)


@pytest.mark.parametrize("made", REFUSED, ids=str)
def test_reports_what_the_constructor_refuses(made: Made) -> None:
    for values in (FIRST, SECOND):
        with pytest.raises((*Error, Exception)):
            make(made, values)
        with pytest.raises(Mismatch):
            construct(made, Proof(), literal(values))
    with pytest.raises(Mismatch) as caught:
        construct(made, Proof(), rigid)
    assert caught.value.message.startswith(f"{made.name.rpartition('.')[2]}: ")


def test_every_module_has_a_call() -> None:
    """Adding a module takes a call in the table."""
    assert MODULES.rules.keys() - {call.made.name for call in GOOD} == {
        "torch.nn.SyncBatchNorm",  # needs several GPUs
        "torch.nn.TransformerDecoder",  # takes a module, see below
        "torch.nn.TransformerEncoder",
    }


def test_unknown_parameters_leave_the_others_known() -> None:
    rule = MODULES.find("torch.nn.Linear")
    assert rule is not None
    from conformable.core.ops.arguments import UNKNOWN
    from conformable.core.sizes import Size

    proof = Proof()
    state = rule.construct(proof, (UNKNOWN, Size.of(4)), {"bias": UNKNOWN})
    assert str(rule.call(proof, state, (Shape.of(2, 3),), {})) == "2 4"
    assert proof.number(state.attribute("in_features")) == 3  # type: ignore[arg-type]
