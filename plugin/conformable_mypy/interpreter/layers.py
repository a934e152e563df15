"""Modules of torch.nn: constructed with sizes, called through their shape rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conformable.core.ops import UNKNOWN as UNKNOWN_ARGUMENT
from conformable.core.ops.modules import MODULES
from conformable_mypy import names
from conformable_mypy.interpreter.operations import Step, value_of
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Entries,
    Items,
    Layer,
    Many,
    Mixed,
    Object,
    Tensor,
    Unknown,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    container = _CONTAINERS.get(name)
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
    if known is UNKNOWN_ARGUMENT or (isinstance(stored, Tensor) and known == stored.shape):
        return
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
            return Chain(tuple(_without(module, layer) for module in modules))
        case _:
            return value


def parameter(arguments: Arguments) -> Value:
    """Make an `nn.Parameter`: it has the shape of its data."""
    data = arguments.positional[0] if arguments.positional else arguments.keywords.get("data")
    return data.value if data is not None and isinstance(data.value, Tensor) else UNKNOWN


def _sequential(arguments: Arguments, run: Run, state: State) -> Value:
    """`nn.Sequential(a, b)` and `nn.Sequential(OrderedDict(...))`."""
    modules = [operand.value for operand in arguments.positional]
    if len(modules) == 1:
        match state.content(modules[0]):
            case Entries(entries):
                modules = [value for _, value in entries]
            case Items(items) if all(isinstance(item, Items) and len(item.items) == 2 for item in items):
                modules = [item.items[1] for item in items if isinstance(item, Items)]
            case _:
                pass
    return Chain(tuple(modules))


def _module_list(arguments: Arguments, run: Run, state: State) -> Value:
    if not arguments.positional:
        return state.allocate(run.address(), Items((), "list"))
    match state.content(arguments.positional[0].value):
        case Items(items):
            return state.allocate(run.address(), Items(items, "list"))
        case Many() | Mixed() as content:
            return state.allocate(run.address(), replace(content, kind="list"))
        case _:
            return UNKNOWN


def _module_dict(arguments: Arguments, run: Run, state: State) -> Value:
    content = state.content(arguments.positional[0].value) if arguments.positional else Entries(())
    return state.allocate(run.address(), content) if isinstance(content, Entries) else UNKNOWN


_CONTAINERS: Final[Mapping[str, Callable[[Arguments, Run, State], Value]]] = {
    "torch.nn.Sequential": _sequential,
    "torch.nn.ModuleList": _module_list,
    "torch.nn.ModuleDict": _module_dict,
    "torch.nn.Parameter": lambda arguments, run, state: parameter(arguments),
    "torch.nn.Buffer": lambda arguments, run, state: parameter(arguments),
}
"""Public class name -> what makes a value of a constructor call."""
