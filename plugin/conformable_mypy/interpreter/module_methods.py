"""Methods that every `nn.Module` has: those that give the module back, and those that register a tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter import declared_attributes, forgetting, layers, objects
from conformable_mypy.interpreter.attribute_stores import computed_prefix
from conformable_mypy.interpreter.values import (
    NONE,
    REFUSED_FOR_SOME,
    UNKNOWN,
    Layer,
    Operation,
    Scalar,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def _itself(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    return callee.receiver if callee.receiver is not None else UNKNOWN


def _nothing(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    return NONE


def _register(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`self.register_buffer("mask", mask)` stores an attribute."""
    owner, operands = callee.receiver, arguments.all
    if owner is None or len(operands) < 2:
        return NONE
    name, stored = operands[:2]
    if isinstance(name.value, Scalar) and isinstance(name.value.value, str):
        written = f"self.{name.value.value}"
        known = declared_attributes.fits(owner, name.value.value, stored, written, node, run, state)
        objects.write(owner, name.value.value, stored.value if known else REFUSED_FOR_SOME, run, state)
    else:
        prefix = computed_prefix(name.node) if name.node is not None else ""
        objects.forget_computed(owner, prefix, state)
    return NONE


def _hooked(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """A hook may replace what the module is given or gives."""
    if isinstance(callee.receiver, Layer):
        layers.forget(callee.receiver, state)
    elif callee.receiver is not None:
        forgetting.forget((callee.receiver,), state)
    return UNKNOWN


ITSELF: Final = (
    "to",
    "cuda",
    "cpu",
    "eval",
    "train",
    "half",
    "float",
    "double",
    "bfloat16",
    "requires_grad_",
    "apply",
    "share_memory",
)
QUIET: Final = frozenset(
    {*ITSELF, "parameters", "named_parameters", "modules", "children", "state_dict", "zero_grad"}
)
"""Methods of every module that leave it as it is, but for the numbers in it."""

HOOKING: Final = ("register_forward_hook", "register_forward_pre_hook")

REGISTERING: Final = ("register_buffer", "register_parameter", "register_module", "add_module")

HANDLERS: Final[Mapping[str, Handler]] = {
    "torch.nn.Module.__init__": _nothing,
    **{f"torch.nn.Module.{name}": _itself for name in ITSELF},
    **{f"torch.nn.Module.{name}": _register for name in REGISTERING},
    **{f"torch.nn.Module.{name}": _hooked for name in HOOKING},
}
"""Public name of the method -> what it does."""
