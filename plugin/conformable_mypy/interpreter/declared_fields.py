"""Attributes of which only the declared type is known: an integer is a size, the same at each read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.binding import Binding, Bound
from conformable.core.declaring import Declaration
from conformable.core.sizes import FIELDS, INSTANCE, Size, Symbol
from conformable_mypy import carrier
from conformable_mypy.interpreter import chosen_fields, objects, optional_sizes
from conformable_mypy.interpreter.chosen_sizes import ChosenSizes
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.values import Choice, Integer, Object, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.core.shapes import Shape
    from conformable_mypy.carrier import Carried
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

GIVEN: Final = "given to "
"""Begins the scope of the objects that a function is given."""

_MADE: Final = "?"
"""Marks the scope of an object that its owner may have made by itself: nobody chooses its sizes freely."""


def of_type(
    made: Object, declared: types.Type | None, name: str, node: nodes.Context, run: Run, state: State
) -> Value:
    """Read an attribute whose type is declared: axes are fresh.

    An integer is the same at each read, unless something may have changed it in between.
    """
    shared = is_unchangeable(made.info) and made.scope.startswith((INSTANCE, GIVEN))
    binding, proof = Binding(run.fresh_scope(node)), run.proof(state, node)

    def shape_of(carried: Carried) -> Shape:
        kept = kept_sizes(made, carried.annotation.names, node, run, state)
        if not shared:
            binding.sizes.update(kept)
            return binding.shape(proof, carried.annotation)
        fields = _of_fields(made)
        shape = fields.shape(carried.annotation, name)
        for axis, bound in kept.items():
            state.facts = state.facts.equate(fields.sizes[axis], bound.size)
        return shape

    value = Declared(shape_of, run.fresh_scope(node)).value(declared, name)
    if not made.scope:
        return value
    if any(map(_is_open, value.options if isinstance(value, Choice) else (value,))):
        return _with_size(value, Integer(_size_of_field(made, name, node, run, state)))
    if isinstance(value, Object):
        _chosen(made, run, state)
        mark = "" if chosen_fields.chooses(made.info, name, run) else _MADE
        scope = run.fresh_scope(node) if made.is_unsettled(name) else f"{made.scope}.{name}{mark}"
        return replace(value, name=f"{made.name}.{name}", scope=scope)
    return value


def is_configuration(value: Value) -> bool:
    """Tell whether a value is what a constructor was given: functions of the program leave it as it is."""
    return isinstance(value, Object) and value.scope.startswith(INSTANCE)


def is_unchangeable(info: nodes.TypeInfo) -> bool:
    """Tell whether a name means one size in all fields: nobody changes an object of this class."""
    frozen = any(info.metadata.get(maker, {}).get("frozen") for maker in ("dataclass", "attrs"))
    return info.is_named_tuple or frozen


def is_field(info: nodes.TypeInfo, name: str) -> bool:
    """Tell whether a name is a field of a class, no method."""
    symbol = info.get(name)
    # To read `__dict__` is to let others change the object.
    return name != "__dict__" and symbol is not None and isinstance(symbol.node, nodes.Var)


def name_within(owner: Value, held: Object) -> str | None:
    """Give the attribute of an object that another was read from, known by its declared type alone."""
    if not isinstance(owner, Object) or not owner.scope:
        return None
    name = held.name.rpartition(".")[2]
    return name if held.scope.removesuffix(_MADE) == f"{owner.scope}.{name}" else None


def _with_size(value: Value, size: Integer) -> Value:
    if not isinstance(value, Choice):
        return size
    if optional_sizes.is_optional(value):
        return optional_sizes.optional(size)
    return replace(value, options=tuple(size if _is_open(one) else one for one in value.options))


def _is_open(value: Value) -> bool:
    return isinstance(value, Integer) and value.size.number is None


def _size_of_field(made: Object, name: str, node: nodes.Context, run: Run, state: State) -> Size:
    """Give the size that an attribute holds: what whoever makes a configuration chooses is rigid."""
    chosen = _chosen(made, run, state)
    called, scope = f"{made.name}.{name}" if made.name else name, f"{made.scope}.{name}"
    if made.is_unsettled(name):
        return run.fresh_size(node, called, least=None)
    return chosen.sizes.get(name, Size.of(Symbol(called, scope, rigid=False, least=None)))


def _chosen(made: Object, run: Run, state: State) -> ChosenSizes:
    """Give the sizes of an object that is given to a constructor, and learn what its class knows of them."""
    # A bare axis name may mean a field of `self`, which is therefore not held apart from it.
    is_self = made.scope == INSTANCE + made.info.fullname
    is_chosen = made.scope.startswith(INSTANCE) and _MADE not in made.scope
    if is_self or not is_chosen or chosen_fields.is_being_made(made, run):
        return ChosenSizes()
    chosen = chosen_fields.of_class(made.info, run).of(made.name, made.scope)
    state.facts = chosen.known_in(state.facts)
    return chosen


def kept_sizes(
    made: Object, axes: Iterable[str], node: nodes.Context, run: Run, state: State
) -> dict[str, Bound]:
    """Give the axis names that are sizes of an object as they are called so, where the user says that."""
    if not run.options.class_sizes:
        return {}
    known = dict(made.attributes)
    named = (axis for axis in axes if axis in known or is_field(made.info, axis))
    read_as = {axis: objects.read(made, made, axis, node, run, state) for axis in named}
    return {axis: Bound(value.size) for axis, value in read_as.items() if isinstance(value, Integer)}


def shared_sizes(made: Object) -> dict[str, Size]:
    """Give the axis names of an unchangeable object whose method is looked at, which its fields share."""
    if not is_unchangeable(made.info):
        return {}
    declaration = _of_fields(made)
    for name in dict.fromkeys(name for base in made.info.mro for name in base.names):
        symbol = made.info.get(name)
        if symbol is not None and isinstance(symbol.node, nodes.Var):
            for carried in carrier.carriers(symbol.node.type):
                declaration.shape(carried.annotation, name)
    return declaration.sizes


def _of_fields(made: Object) -> Declaration:
    return Declaration(f"{FIELDS}{made.scope}")
