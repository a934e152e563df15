"""Modules of torch.nn: constructed with sizes, called through their shape rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformable.core.ops import UNKNOWN as UNKNOWN_ARGUMENT
from conformable.core.ops.modules import MODULES
from conformable_mypy import names
from conformable_mypy.interpreter.containers import CONTAINERS
from conformable_mypy.interpreter.operations import Step, value_of
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Items,
    Layer,
    Object,
    Tensor,
    Unknown,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def construct(
    info: nodes.TypeInfo, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value | None:
    """Make a module of torch.nn, a container of modules, or a parameter.

    Returns:
        The module; None if the class is none of these.
    """
    name = names.public_name(info.fullname)
    container = CONTAINERS.get(name)
    if container is not None:
        return container(arguments, run, state)
    rule = MODULES.find(name)
    if rule is None:
        return None
    if not arguments.complete:
        return UNKNOWN
    made = Step(node, info.name, arguments.positional, arguments.keywords).prove(rule.construct, run, state)
    return made if isinstance(made, Unknown) else Layer(name, made)


def call(layer: Layer, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Call a module of torch.nn."""
    rule = MODULES.find(layer.name)
    mentions = unknown_from(operand.value for operand in arguments.all)
    if rule is None or not arguments.complete or mentions.refused:
        return mentions
    step = Step(node, layer.name.rpartition(".")[2], arguments.positional, arguments.keywords)
    called = layer.state.labelled(spelling(node.callee))
    result = step.prove(lambda proof, *given: rule.call(proof, called, *given), run, state)
    return result if isinstance(result, Unknown) else value_of(result, "torch")


def read(layer: Layer, name: str) -> Value:
    """Read an attribute of a module, such as its weight."""
    known = layer.state.attribute(name)
    return value_of(known, "torch")  # type: ignore[arg-type]


def change(layer: Layer, name: str, stored: Value, state: State) -> None:
    """Store into an attribute of a module: with another weight, nothing is known of it any more."""
    known = layer.state.attribute(name)
    if isinstance(stored, Tensor) and known == stored.shape:
        return
    if known is not UNKNOWN_ARGUMENT or name == "forward":
        forget(layer, state)


def forget(layer: Layer, state: State) -> None:
    """Know nothing of a module any more."""
    for table in (state.variables, state.heap):
        for key, value in table.items():
            table[key] = _without(value, layer)  # type: ignore[index]


def _without(value: Value, layer: Layer) -> Value:
    """Forget a module wherever it is held."""
    match value:
        case Layer():
            return UNKNOWN if value is layer else value
        case Object(attributes=attributes):
            kept = tuple((name, _without(held, layer)) for name, held in attributes)
            return replace(value, attributes=kept)
        case Items(items):
            return replace(value, items=tuple(_without(item, layer) for item in items))
        case Chain(modules):
            return replace(value, modules=tuple(_without(module, layer) for module in modules))
        case _:
            return value
