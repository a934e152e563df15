"""Store what the constructors of a module do, so that mypy's cache carries it to other modules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter import (
    believed,
    chosen_fields,
    classes,
    effects,
    given_back,
    module_values,
    results,
)
from conformable_mypy.interpreter.encoding import encode
from conformable_mypy.interpreter.places import Places
from conformable_mypy.interpreter.result_summaries import may_tell_more
from conformable_mypy.interpreter.state import State
from conformable_mypy.interpreter.summaries import GUARDED, PREFIX, met_name
from conformable_mypy.interpreter.values import Integer, Object, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run

KINDS: Final = (
    PREFIX,
    chosen_fields.PREFIX,
    believed.PREFIX,
    effects.PREFIX,
    results.PREFIX,
    module_values.PREFIX,
)
"""How the names begin under which something is stored."""


def store_results(block: Iterable[nodes.Statement], run: Run) -> None:
    """Store what the functions of a module give, where that is more than their signatures say."""
    for function, users in _functions(block):
        result = run.outcome(function).result if may_tell_more(function) else None
        if result is None:
            result = given_back.summary(function)
        if result is not None:
            _store(results.stored_name(function), result, users, run)


def store_nothing_else(run: Run) -> None:
    """Take back what was stored of the module before, and is not any more."""
    run.types.take_back(KINDS, run.stored)
    run.session.remembered.store(run.module, run.stored)


def store_values(run: Run) -> None:
    """Store what the variables of a module are given that hold one function or class."""
    for name, written in module_values.stored_values(run):
        _store(f"{module_values.PREFIX}{name}", written, (name,), run)


def _functions(
    block: Iterable[nodes.Statement], owner: str = ""
) -> Iterator[tuple[nodes.FuncDef, tuple[str, ...]]]:
    """Yield the functions and methods at the top level of a module, with what their callers may name."""
    for statement in block:
        match statement:
            case nodes.ClassDef(name=name, defs=body) if not owner:
                yield from _functions(written_statements(body.body), name)
            case nodes.FuncDef() as function:
                yield function, _users(function, owner)
            case nodes.Decorator(func=function) if function.is_static or function.is_class:
                yield function, _users(function, owner)
            case _:
                pass


def _users(function: nodes.FuncDef, owner: str) -> tuple[str, ...]:
    if not owner:
        return (function.name,)
    return (owner, f"{owner}.{function.name}", f"{owner}.__call__")


def store_classes(block: Iterable[nodes.Statement], run: Run) -> None:
    """Store a summary of each class at the top level of a module: its attributes over its parameters.

    This runs in mypy's interface phase, before the module is written to the cache; what were learned later
    would be seen in a cold run only.
    """
    for statement in block:
        if isinstance(statement, nodes.ClassDef):
            chosen = chosen_fields.of_class(statement.info, run)
            if chosen:
                name = f"{chosen_fields.PREFIX}{statement.name}"
                _store(name, chosen.encode(), (statement.name,), run)
            fields = believed.number_fields(statement.info, run)
            if fields:
                _store(f"{believed.PREFIX}{statement.name}", fields, (statement.name,), run)
            mentions = effects.mentions_of(statement.info, run)
            if mentions:
                _store(f"{effects.PREFIX}{statement.name}", mentions, (statement.name,), run)
        if isinstance(statement, nodes.ClassDef) and statement.info.get_method("__init__") is not None:
            attributes = _summary(statement.info, run)
            if attributes:
                name = statement.name
                users = (name, f"{name}.__init__", f"{name}.__call__")
                _store(f"{PREFIX}{name}", attributes, users, run)


def _store(name: str, written: Any, users: Iterable[str], run: Run) -> None:
    """Store what is known of a definition under a name; its users are checked anew when that changes."""
    numbered = Places(run.module).numbered(written)
    text = json.dumps(numbered, sort_keys=True)
    run.types.store(name, text, users)
    run.stored[name] = text


def _summary(info: nodes.TypeInfo, run: Run) -> dict[str, Any]:
    state = State()
    made = state.content(classes.enter_method(info, run, state))
    if not isinstance(made, Object):
        return {}
    encoded = {name: encode(value, state) for name, value in made.attributes}
    encoded[GUARDED] = encode(Unknown(state.facts.related()), state)
    for name, size in _met(info, run):
        encoded[met_name("forward", name)] = encode(Integer(size), state)
    return {name: value for name, value in encoded.items() if value is not None}


def _met(info: nodes.TypeInfo, run: Run) -> tuple[tuple[str, Size], ...]:
    """Find the axis names of `forward` that turn out to be sizes of the instance."""
    forward = info.get_method("forward")
    return run.outcome(forward).met if isinstance(forward, nodes.FuncDef) and run.is_own(forward) else ()
