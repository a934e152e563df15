"""Attributes by name: `setattr(self, "layer", nn.Linear(n, m))`, `getattr(self, "layer")`, `vars(self)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter import assignments, forgetting, objects, presence
from conformable_mypy.interpreter.attribute_stores import computed_prefix
from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, remember
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
        case [Operand(value=owner), Operand(value=Scalar(str(name))), *default]:
            made = state.content(owner)
            present = presence.has(made, name) if default and isinstance(made, Object) else True
            if not isinstance(made, Object) or present is None:
                return _as_sizes_decide(made, run, state)
            return objects.read(owner, made, name, node, run, state) if present else default[0].value
        case _:
            return UNKNOWN


def _has(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _operands(callee, arguments):
        case [Operand(value=owner), Operand(value=name)]:
            made = state.content(owner)
            present = None
            if isinstance(made, Object) and isinstance(name, Scalar):
                present = presence.has(made, str(name.value))
            return _as_sizes_decide(made, run, state) if present is None else Scalar(present)
        case _:
            return UNKNOWN


def _as_sizes_decide(made: Value, run: Run, state: State) -> Value:
    """Whether an object has an attribute may depend on its sizes: a layer is made only where they differ."""
    sizes = objects.symbols_within(made, run, state) if isinstance(made, Object) else NO_SYMBOLS
    return remember(UNKNOWN, sizes, run)


def _all(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`vars(self)` gives a dict that is the object's own: whoever changes it changes the object."""
    forgetting.forget((operand.value for operand in arguments.positional), state)
    return UNKNOWN


def _forget(owner: Operand, name: Operand, node: nodes.CallExpr, run: Run, state: State) -> None:
    prefix = computed_prefix(name.node) if name.node is not None else ""
    objects.forget_computed(owner.value, prefix, state)


_SETTERS: Final = ("builtins.setattr", "builtins.object.__setattr__", "torch.nn.Module.__setattr__")
_DELETERS: Final = ("builtins.delattr", "builtins.object.__delattr__", "torch.nn.Module.__delattr__")

HANDLERS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(_SETTERS, _set),
    **dict.fromkeys(_DELETERS, _delete),
    "builtins.getattr": _get,
    "builtins.hasattr": _has,
    "builtins.vars": _all,
}
"""Public name of the called function or method -> what it does."""
