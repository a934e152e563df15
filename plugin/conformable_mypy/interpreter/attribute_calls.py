"""Attributes by name: `setattr(self, "layer", nn.Linear(n, m))`, `getattr(self, "layer")`, `vars(self)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter import assignments, forgetting, objects
from conformable_mypy.interpreter.attribute_stores import computed_prefix
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import NONE, UNKNOWN, Object, Scalar, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Operation


def _operands(callee: Operation, arguments: Arguments) -> list[Operand]:
    """Give the object and what follows it, whether it is the receiver or the first argument."""
    receiver = [] if callee.receiver is None else [Operand(callee.receiver)]
    return [*receiver, *arguments.positional]


def _set(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _operands(callee, arguments):
        case [owner, Operand(value=Scalar(str(name))), stored]:
            written = f"{spelling(owner.node)}.{name}" if owner.node is not None else name
            assignments.store_attribute(owner.value, name, stored, written, node, run, state)
        case [owner, name, *_]:
            _forget(owner, name, node, run, state)
        case _:
            pass
    return NONE


def _delete(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _operands(callee, arguments):
        case [owner, name]:
            _forget(owner, name, node, run, state)
        case _:
            pass
    return NONE


def _get(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _operands(callee, arguments):
        case [Operand(value=owner), Operand(value=Scalar(str(name)))]:
            made = state.content(owner)
            return objects.read(owner, made, name, node, run, state) if isinstance(made, Object) else UNKNOWN
        case _:
            return UNKNOWN


def _all(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`vars(self)` gives a dict that is the object's own: whoever changes it changes the object."""
    forgetting.forget((operand.value for operand in arguments.positional), state)
    return UNKNOWN


def _forget(owner: Operand, name: Operand, node: nodes.CallExpr, run: Run, state: State) -> None:
    prefix = computed_prefix(name.node) if name.node is not None else ""
    objects.forget_computed(owner.value, prefix, node, run, state)


_SETTERS: Final = ("builtins.setattr", "builtins.object.__setattr__", "torch.nn.Module.__setattr__")
_DELETERS: Final = ("builtins.delattr", "builtins.object.__delattr__", "torch.nn.Module.__delattr__")

HANDLERS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(_SETTERS, _set),
    **dict.fromkeys(_DELETERS, _delete),
    "builtins.getattr": _get,
    "builtins.vars": _all,
}
"""Public name of the called function or method -> what it does."""
