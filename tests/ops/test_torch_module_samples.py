"""The rules of modules on the inputs with which PyTorch tests its own modules."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
import torch

from conformable.core.ops.arguments import UNKNOWN, Argument
from conformable.core.ops.modules import MODULES
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from ops.running import fits, put_in, real_shapes

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from torch.testing._internal.common_modules import ModuleInfo, module_db

FEW = 8


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def argument(value: Any) -> Argument:
    """Turn an argument of a real call into what a rule is given."""
    match value:
        case torch.Tensor():
            return Shape.of(*value.shape)
        case bool() | float() | str() | None:
            return value
        case int():
            return Size.of(value)
        case tuple() | list():
            return tuple(map(argument, value))
        case _:
            return UNKNOWN


def inputs_of(info: ModuleInfo) -> Iterator[Any]:
    """Give the constructor and forward inputs that torch has for a class."""
    for training in (False, True):
        yield from info.module_inputs_func(
            info, device="cpu", dtype=torch.float32, requires_grad=False, training=training
        )


def check(info: ModuleInfo, sample: Any) -> None:
    """Make a real module, call it, and compare."""
    made, used = sample.constructor_input, sample.forward_input
    if used is None:
        return
    try:
        real = real_shapes(info.module_cls(*made.args, **made.kwargs)(*used.args, **used.kwargs))
    except (RuntimeError, NotImplementedError, ValueError):
        return  # not for this device, or in need of what is not installed
    rule = MODULES.find(f"torch.nn.{info.module_cls.__name__}")
    assert rule is not None
    proof = Proof(scope="test")
    keywords = {name: argument(value) for name, value in made.kwargs.items()}
    state = rule.construct(proof, tuple(map(argument, made.args)), keywords)
    keywords = {name: argument(value) for name, value in used.kwargs.items()}
    result = rule.call(proof, state, tuple(map(argument, used.args)), keywords)
    inferred = put_in(result, proof.facts, {})
    assert fits(inferred, real), (made, used, result)
    assert inferred is not ...


INFOS = [pytest.param(info, id=info.module_cls.__name__) for info in module_db]


@pytest.mark.parametrize("info", INFOS)
def test_agrees_on_torch_own_inputs(info: ModuleInfo) -> None:
    for sample in islice(inputs_of(info), FEW):
        check(info, sample)


@pytest.mark.long
@pytest.mark.parametrize("info", INFOS)
def test_agrees_on_all_of_torch_own_inputs(info: ModuleInfo) -> None:
    for sample in inputs_of(info):
        check(info, sample)


SHAPE_ERRORS = {
    "CircularPad1d": 1,
    "CircularPad2d": 1,
    "CircularPad3d": 1,
    "CrossEntropyLoss": 3,
    "GroupNorm": 2,
    "GRUCell": 6,
    "LSTMCell": 4,
    "RNNCell": 6,
    "LinearCrossEntropyLoss": 2,
    "MaxPool2d": 3,
    "MultiMarginLoss": 1,
}
"""How many of torch's erroneous inputs are errors of shape, by class; the others are of type or value."""


@pytest.mark.parametrize("name", SHAPE_ERRORS)
def test_reports_torch_own_shape_errors(name: str) -> None:
    (info,) = (info for info in module_db if info.module_cls.__name__ == name)
    erroneous = info.module_error_inputs_func(
        info, device="cpu", dtype=torch.float32, requires_grad=False, training=True
    )
    reported = sum(is_reported(name, error.module_error_input) for error in erroneous)
    assert reported == SHAPE_ERRORS[name]


def is_reported(name: str, sample: Any) -> bool:
    """Tell whether the rule reports a sample."""
    rule = MODULES.find(f"torch.nn.{name}")
    assert rule is not None
    made, used = sample.constructor_input, sample.forward_input
    try:
        proof = Proof()
        keywords = {key: argument(value) for key, value in made.kwargs.items()}
        state = rule.construct(proof, tuple(map(argument, made.args)), keywords)
        if used is not None:
            rule.call(proof, state, tuple(map(argument, used.args)), {})
    except Mismatch:
        return True
    except CannotTellError:
        return False
    return False
