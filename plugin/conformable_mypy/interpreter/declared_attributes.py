"""Attributes that a class annotates with shapes: what is stored into them has to fit, wherever that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core import messages
from conformable.core.binding import Binding, Place
from conformable_mypy.interpreter.annotated import annotated_names, has_shapes
from conformable_mypy.interpreter.checking import hold
from conformable_mypy.interpreter.chosen_fields import FINISHERS
from conformable_mypy.interpreter.values import Object, Value

if TYPE_CHECKING:
    from mypy.types import Type

    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


_MAKING: Final = frozenset({"__init__", *FINISHERS})


def fits(
    owner: Value, name: str, stored: Operand, written: str, node: nodes.Context, run: Run, state: State
) -> bool:
    """Hold a value against the annotation of the attribute it is stored into, and report it if it differs.

    The axis names of an attribute are bound anew by each store. In the constructor, those that are called as
    a size which the object is made with are linked to it; later the attribute may have another length.

    Args:
        owner: The object.
        name: The attribute.
        stored: The value, and the expression it came from.
        written: How the attribute is written, for messages.
        node: Where a report stands.
        run: The interpretation.
        state: Learns what the value must be, if it fits.
    """
    declared = _declared_type(owner, name, state)
    if declared is None or not has_shapes(declared):
        return True
    binding = Binding(run.fresh_scope(node))
    forced = run.options.class_sizes
    if forced or (run.frame.function is not None and run.frame.function.name in _MAKING):
        names = annotated_names(declared)
        binding.sizes |= run.frame.linked_names(names, binding.scope, state, forced=forced)
    place = Place(messages.assigned(written), f'"{written}"')
    return hold(stored, declared, place, node, run, state, binding) is not None


def _declared_type(owner: Value, name: str, state: State) -> Type | None:
    made = state.content(owner)
    symbol = made.info.get(name) if isinstance(made, Object) else None
    variable = symbol.node if symbol is not None else None
    return variable.type if isinstance(variable, nodes.Var) and not variable.is_inferred else None
