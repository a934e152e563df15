"""Functions that raise unless a condition holds: what comes after them knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter import conditions
from conformable_mypy.interpreter.values import NONE, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Operation

    Handler = Callable[[Operation, Arguments, nodes.CallExpr, Run, State], Value]


def _check(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`torch._check(x.shape[0] == y.shape[0])` is an assertion."""
    if arguments.positional and arguments.positional[0].node is not None:
        conditions.assume(arguments.positional[0].node, True, run, state)  # noqa: FBT003
    return NONE


HANDLERS: Final[Mapping[str, Handler]] = {"torch._check": _check, "torch._assert": _check}
"""Public name of the function -> what it does."""
