"""The values between the modules of an `nn.Sequential`, which no expression of the program stands for."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import (
    StaticItems,
    StaticLayer,
    StaticTensor,
    StaticValue,
)
from conformable.core.arithmetic import substitute
from conformable.core.ops.modules import MODULES
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.commands.costing.programs import Function
    from conformable.core.ops import Result
    from conformable.core.sizes import Atom


def result_of_layer(layer: StaticLayer, value: StaticValue) -> StaticValue:
    """Return what a module of torch.nn makes of a value."""
    rule = MODULES.find(layer.name)
    if rule is None or not isinstance(value, StaticTensor):
        return None
    try:
        return _value_of(rule.call(Proof(), layer.state, (value.shape,), {}))
    except (Mismatch, CannotTellError):
        return None


def result_of_function(function: Function, meaning: Mapping[Atom, Size]) -> StaticValue:
    """Return the tensor that a function returns, with the sizes of a call."""
    for node in ast.walk(function.node):
        value = function.values.get(node.value) if isinstance(node, ast.Return) and node.value else None
        if isinstance(value, StaticTensor):
            parts = (
                substitute(part, meaning) if isinstance(part, Size) else part for part in value.shape.parts
            )
            return replace(value, shape=Shape(tuple(parts)))
    return None


def _value_of(result: Result) -> StaticValue:
    match result:
        case Shape():
            return StaticTensor(Shape(result.parts), "torch", None)
        case tuple():
            return StaticItems("tuple", tuple(map(_value_of, result)))
        case _:
            return None
