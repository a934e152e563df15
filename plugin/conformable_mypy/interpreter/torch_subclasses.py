"""Subclasses of torch.nn's own modules: `class Causal(nn.Conv1d)`, `class Block(nn.Sequential)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops.modules import MODULES as RULES
from conformable_mypy.interpreter import containers, objects
from conformable_mypy.interpreter.operations import Step
from conformable_mypy.interpreter.values import BASE, MODULES, NONE, Layer, Object, Operation, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

_SEQUENTIAL: Final = "torch.nn.Sequential"

FORWARDS: Final = frozenset(f"{name}.forward" for name in (*RULES.rules, _SEQUENTIAL))
"""What an object of a subclass does that has no `forward` of its own."""


def _as_layer(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`super().__init__(n, m)` in a subclass of a module with a shape rule."""
    name = callee.name.removesuffix(".__init__")
    rule = RULES.find(name)
    if rule is not None and callee.receiver is not None and arguments.complete:
        step = Step(node, name.rpartition(".")[2], arguments.positional, arguments.keywords)
        made = step.prove(rule.construct, run, state)
        if not isinstance(made, Unknown):
            objects.write(callee.receiver, BASE, Layer(name, made), run, state)
    return NONE


def _as_sequential(
    callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value:
    """`super().__init__(a, b)` in a subclass of `nn.Sequential`."""
    if callee.receiver is not None:
        made = containers.sequential(arguments, run, state)
        objects.write(callee.receiver, MODULES, made, run, state)
    return NONE


def called(callee: Operation, state: State) -> Value | None:
    """Give the module whose `forward` an object has inherited; None if that is not known."""
    made = state.content(callee.receiver) if callee.receiver is not None else None
    if not isinstance(made, Object):
        return None
    return dict(made.attributes).get(MODULES if callee.name.startswith(f"{_SEQUENTIAL}.") else BASE)


HANDLERS: Final[Mapping[str, Handler]] = {
    **{f"{name}.__init__": _as_layer for name in RULES.rules},
    f"{_SEQUENTIAL}.__init__": _as_sequential,
}
"""Public name of the constructor -> what it does."""
