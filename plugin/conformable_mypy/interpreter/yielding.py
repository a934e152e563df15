"""Generators: what they yield is held against the declared type, and what they give back when called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import types

from conformable.core import messages
from conformable.core.binding import Place
from conformable_mypy.interpreter.annotated import has_shapes
from conformable_mypy.interpreter.checking import hold
from conformable_mypy.interpreter.operations import Operand

if TYPE_CHECKING:
    from mypy import nodes

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value

_GENERATORS: Final = frozenset(
    {
        "typing.Generator",
        "typing.Iterator",
        "typing.Iterable",
        "typing.AsyncGenerator",
        "typing.AsyncIterator",
    }
)


def yielded_type(result: types.Type) -> types.Type | None:
    """Give the type of what a generator yields, from the declared type of its result."""
    match result:
        case types.Instance(type=info, args=arguments) if info.fullname in _GENERATORS and arguments:
            return arguments[0]
        case _:
            return None


def returned_type(result: types.Type) -> types.Type | None:
    """Give the type of what a generator returns at its end."""
    match result:
        case types.Instance(type=info, args=[_, _, returned]) if info.fullname == "typing.Generator":
            return returned
        case _:
            return None


def check(value: Value, node: nodes.YieldExpr, run: Run, state: State) -> None:
    """Hold a yielded value against the declared type."""
    declared = run.frame.yielded
    if declared is None or node.expr is None or not has_shapes(declared):
        return
    place = Place(messages.yielded(), messages.yielded_origin())
    hold(Operand(value, node.expr), declared, place, node, run, state)
