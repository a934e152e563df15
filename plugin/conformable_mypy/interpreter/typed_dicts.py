"""Typed dictionaries: what they are made of is held against the annotations of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.binding import Binding, Place
from conformable.core.proof import Mismatch
from conformable_mypy.interpreter.checking import Check
from conformable_mypy.interpreter.operations import describe
from conformable_mypy.interpreter.values import REFUSED, UNKNOWN, Entries, Value

if TYPE_CHECKING:
    from mypy import nodes, types

    from conformable_mypy.interpreter.arguments import Arguments
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def construct(
    declared: types.TypedDictType,
    name: str,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> Value:
    """Make a dictionary of keywords, `Batch(tokens=x, mask=y)`; its axis names are its own.

    Args:
        declared: What its keys are annotated with.
        name: The class.
        arguments: What it is made of.
        node: The call.
        run: The interpretation.
        state: Learns what must hold.
    """
    if arguments.positional or not arguments.complete:
        return UNKNOWN
    binding, proof = Binding(run.fresh_scope(node)), run.proof(state, node)
    for key, operand in arguments.keywords.items():
        place = Place(messages.argument(key, name), messages.argument_origin(key))
        try:
            check = Check(binding, proof, place, run.module)
            check.value(state.content(operand.value), declared.items.get(key))
        except Mismatch as mismatch:
            run.refuse(operand.node or node, mismatch, describe([operand]))
            return REFUSED
    state.facts = proof.facts
    entries = tuple((key, operand.value) for key, operand in arguments.keywords.items())
    return state.allocate(run.address(), Entries(entries))
