"""Functions that raise unless a condition holds: what comes after them knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter import conditions
from conformable_mypy.interpreter.hidden_sizes import loosen
from conformable_mypy.interpreter.values import NONE, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Operation


def _check(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`torch._check(x.shape[0] == y.shape[0])` is an assertion."""
    if arguments.positional and arguments.positional[0].node is not None:
        conditions.assume(arguments.positional[0].node, True, run, state)  # noqa: FBT003
    return NONE


def _compare(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`numpy.testing.assert_equal(x.shape, y.shape)` may say anything about the sizes it is given."""
    loosen((operand.value for operand in arguments.all), run, state)
    return NONE


def handler(name: str) -> Handler | None:
    """Give what a function does that raises unless a condition holds; None for any other function."""
    return _compare if name.startswith(("numpy.testing.", "torch.testing.")) else HANDLERS.get(name)


HANDLERS: Final[Mapping[str, Handler]] = {"torch._check": _check, "torch._assert": _check}
"""Public name of the function -> what it does."""
