"""Which attributes of its object a method may change, when it is not followed into its body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter import definitions, forgetting, objects
from conformable_mypy.interpreter.attribute_stores import stored_by
from conformable_mypy.interpreter.stored import read_of_class
from conformable_mypy.interpreter.stores import methods_of
from conformable_mypy.interpreter.values import Integer, Number, Object, Scalar, Value
from conformable_mypy.mypy_api import mentioned_attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

    Mentions = Mapping[str, list[str] | None]

_STORED: Final = "="
"""Ends the name under which stands what a method stores."""

PREFIX: Final = "__conformable__@mentions:"
"""Begins the name of the variable that holds what the methods of a class mention."""


def mentions_of(info: nodes.TypeInfo, run: Run) -> dict[str, list[str] | None]:
    """Give for each method the attributes of its object that it mentions; None if the object escapes.

    Args:
        info: A class of this module.
        run: The interpretation.
    """
    kept = run.session.kept.mentions
    if info not in kept:
        kept[info] = _mentions_of(info)
    return kept[info]


def _mentions_of(info: nodes.TypeInfo) -> dict[str, list[str] | None]:
    methods = [
        function
        for function in methods_of(info.defn.defs.body)
        if function.name != "__init__" and function.arguments and not function.is_static
    ]
    stored = {f"{function.name}{_STORED}": _stored(function) for function in methods}
    return {function.name: _mentioned(function) for function in methods} | stored


def _stored(function: nodes.FuncDef) -> list[str] | None:
    """Give the attributes that a method stores, or stores into; None if it computes their names."""
    stores = stored_by(function)
    return None if stores.prefixes else sorted(stores.names | stores.within)


def _mentioned(function: nodes.FuncDef) -> list[str] | None:
    body = nodes.Block(list(written_statements(function.body.body)))
    found = mentioned_attributes(body, function.arguments[0].variable)
    return None if found is None else sorted(found)


def forget_changed(receiver: Value, method: nodes.FuncItem, run: Run, state: State) -> None:
    """Forget of an object what one of its methods may have changed."""
    made = state.content(receiver)
    touched = _touched(made.info, method.name, run) if isinstance(made, Object) else None
    if touched is None or not isinstance(made, Object):
        forgetting.forget((receiver,), state)
        return
    stored = _stored_by_any(made.info, touched, run)

    def stays(name: str, value: Value) -> bool:
        # Which number or object an attribute holds is known as long as nothing else is stored there.
        is_whole = isinstance(value, Integer | Number | Scalar) or (
            isinstance(value, Object) and not value.attributes
        )
        return name not in touched or (is_whole and name not in stored)

    kept = tuple((name, value) for name, value in made.attributes if stays(name, value))
    forgetting.forget((value for name, value in made.attributes if not stays(name, value)), state)
    unsettled = made.unsettled | (touched & stored)
    changed = replace(made, attributes=kept, complete=False, unsettled=unsettled)
    objects.become(receiver, changed, state)


def _touched(info: nodes.TypeInfo, method: str, run: Run) -> frozenset[str] | None:
    """Follow a method to the others of its object that it mentions; None where one is not known."""
    classes = [base for base in info.mro if not base.fullname.startswith(definitions.LIBRARIES)]
    mentions = [_known(base, run) for base in classes]
    reached: set[str] = set()
    waiting = {method}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        owner = next(
            (i for i, base in enumerate(classes) if name in base.names and _is_method(base, name)), None
        )
        if owner is None:
            continue
        known = mentions[owner]
        match classes[owner].names[name].node:
            case nodes.FuncDef() | nodes.Decorator() | nodes.OverloadedFuncDef() as read:
                run.consulted.bodies.update(methods_of([read]))
            case _:
                pass
        inside = known.get(name) if known is not None else None
        if inside is None:
            return None
        waiting |= set(inside) - reached
    return frozenset(reached)


def _stored_by_any(info: nodes.TypeInfo, methods: frozenset[str], run: Run) -> frozenset[str]:
    """Collect what any of some methods stores; everything they mention where that is not known."""
    stored: set[str] = set()
    for base in info.mro:
        known = None if base.fullname.startswith(definitions.LIBRARIES) else _known(base, run)
        for name in methods & base.names.keys() if known is not None else ():
            if _is_method(base, name):
                names = known.get(f"{name}{_STORED}") if known is not None else None
                stored |= methods if names is None else set(names)
    return frozenset(stored)


def _is_method(base: nodes.TypeInfo, name: str) -> bool:
    return not isinstance(base.names[name].node, nodes.Var)


def _known(info: nodes.TypeInfo, run: Run) -> Mentions | None:
    if info.module_name == run.module:
        return mentions_of(info, run)
    return read_of_class(info, PREFIX, run)
