"""Typed dictionaries: what they are made of is held against the annotations of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Binding, Place
from conformable.core.proof import Mismatch
from conformable_mypy import carrier
from conformable_mypy.interpreter.checking import Check, hold
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import UNKNOWN, Entries, Value

if TYPE_CHECKING:
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
            check = Check(binding, proof, place, run.module, state)
            check.value(operand.value, declared.items.get(key))
        except Mismatch as mismatch:
            return run.refuse(operand.node or node, mismatch, describe([operand]))
    state.facts = proof.facts
    entries = tuple((key, operand.value) for key, operand in arguments.keywords.items())
    return state.allocate(run.address(), Entries(entries))


def fits(target: nodes.IndexExpr, value: Value, node: nodes.Context, run: Run, state: State) -> bool:
    """Hold what is stored under a key, `batch["tokens"] = x`, against the annotation of that key.

    Args:
        target: The item.
        value: What is stored.
        node: Where a report stands.
        run: The interpretation.
        state: Learns what the value must be, if it fits.
    """
    owner = types.get_proper_type(run.type_of(target.base))
    if not isinstance(owner, types.TypedDictType) or not isinstance(target.index, nodes.StrExpr):
        return True
    declared = owner.items.get(target.index.value)
    if declared is None or not carrier.has_carriers(declared):
        return True
    written = spelling(target)
    place = Place(messages.assigned(written), f'"{written}"')
    stored = Operand(value, node.rvalue if isinstance(node, nodes.AssignmentStmt) else None)
    return hold(stored, declared, place, node, run, state, Binding(run.fresh_scope(node))) is not None
