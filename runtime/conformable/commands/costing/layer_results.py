"""The values between the modules of an `nn.Sequential`, which no expression of the program stands for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import (
    StaticItems,
    StaticLayer,
    StaticTensor,
    StaticValue,
)
from conformable.core.ops.modules import MODULES
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.commands.costing.programs import Function
    from conformable.core.ops import Result


def result_of_layer(layer: StaticLayer, value: StaticValue) -> StaticValue:
    """Return what a module of torch.nn makes of a value."""
    rule = MODULES.find(layer.name)
    if rule is None or not isinstance(value, StaticTensor):
        return None
    try:
        return _value_of(rule.call(Proof(), layer.state, (value.shape,), {}))
    except (Mismatch, CannotTellError):
        return None


def result_of_function(function: Function) -> StaticValue:
    """Return the tensor that a function returns, in its own sizes; None if it depends on the path."""
    returns = (node.value for node in ast.walk(function.node) if isinstance(node, ast.Return) and node.value)
    first, *others = [function.values.get(node) for node in returns] or [None]
    return first if isinstance(first, StaticTensor) and all(other == first for other in others) else None


def _value_of(result: Result) -> StaticValue:
    match result:
        case Shape():
            return StaticTensor(Shape(result.parts), "torch", None)
        case tuple():
            return StaticItems("tuple", tuple(map(_value_of, result)))
        case _:
            return None
