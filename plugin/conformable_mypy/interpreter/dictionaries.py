"""Dicts: with known keys, or with any keys and values that are all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.sizes import Size
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Entries,
    Integer,
    Items,
    Many,
    Operation,
    Reference,
    Scalar,
    Table,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

METHODS: Final = frozenset({"items", "values", "keys", "get", "pop", "update", "setdefault", "clear", "copy"})
"""Methods of dicts that are known by name."""


def known_key(value: Value) -> str | int | None:
    """Give the key that a value is, None if that is not known."""
    match value:
        case Scalar(str(text)):
            return text
        case Integer(size):
            return size.number
        case _:
            return None


def key_of(key: str | int) -> Value:
    """Give the value of a known key."""
    return Scalar(key) if isinstance(key, str) else Integer(Size.of(key))


def item(content: Value, key: str | int | None) -> Value:
    """Give what a dict holds under a key."""
    match content:
        case Table(held):
            return held
        case Entries(entries) if key is not None:
            return dict(entries).get(key, UNKNOWN)
        case _:
            return UNKNOWN


def _content(callee: Operation, state: State) -> Value:
    return state.content(callee.receiver) if callee.receiver is not None else UNKNOWN


def _items(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _content(callee, state):
        case Entries(entries):
            return Items(tuple(Items((key_of(key), value)) for key, value in entries), "list")
        case Table(held):
            return Many(Items((UNKNOWN, held)))
        case _:
            return UNKNOWN


def _values(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _content(callee, state):
        case Entries(entries):
            return Items(tuple(value for _, value in entries), "list")
        case Table(held):
            return Many(held)
        case _:
            return UNKNOWN


def _keys(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _content(callee, state):
        case Entries(entries):
            return Items(tuple(key_of(key) for key, _ in entries), "list")
        case _:
            return UNKNOWN


def _get(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`d.get("k")` of a known key; of others what is found, or the default, is not known."""
    match _content(callee, state), [operand.value for operand in arguments.positional]:
        case Entries(entries), [key, *_] if (known := known_key(key)) is not None:
            return dict(entries).get(known, UNKNOWN)
        case _:
            return UNKNOWN


def named_items(value: Value, state: State) -> tuple[tuple[str | int, Value], ...] | None:
    """Give the entries of a dict with known keys, or of a list of pairs; None for any other value."""
    if isinstance(value, Entries):
        return value.entries
    pairs = [state.content(item) for item in value.items] if isinstance(value, Items) else [UNKNOWN]
    named: dict[str | int, Value] = {}
    for pair in pairs:
        match pair:
            case Items((name, held)) if (key := known_key(name)) is not None:
                named[key] = held
            case _:
                return None
    return tuple(named.items())


def _given(arguments: Arguments, state: State) -> dict[str | int, Value] | None:
    """Give what `dict(d, k=v)` or `d.update(d, k=v)` is given; None if that is not known."""
    named: dict[str | int, Value] = {}
    for operand in arguments.positional:
        found = named_items(state.content(operand.value), state)
        if found is None:
            return None
        named |= dict(found)
    return named | {name: operand.value for name, operand in arguments.keywords.items()}


def _make(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`dict(a=x)`, `OrderedDict([("a", x)])`, and a copy of another one."""
    only = arguments.positional[0].value if arguments.positional and not arguments.keywords else UNKNOWN
    content = state.content(only)
    if isinstance(content, Table):
        return state.allocate(run.address(), content)
    given = _given(arguments, state)
    return UNKNOWN if given is None else state.allocate(run.address(), Entries(tuple(given.items())))


def _change(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Change a dict; what cannot be followed makes it unknown."""
    reference = callee.receiver
    if not isinstance(reference, Reference):
        return UNKNOWN
    content = state.content(reference)
    given = _given(arguments, state) if callee.name.endswith(".update") else None
    if isinstance(content, Entries) and given is not None:
        state.heap[reference.address] = Entries(tuple((dict(content.entries) | given).items()))
    else:
        state.heap[reference.address] = UNKNOWN
    return UNKNOWN


SPECIAL: Final[Mapping[str, Handler]] = {
    "builtins.dict": _make,
    "collections.OrderedDict": _make,
    "builtins.dict.items": _items,
    "builtins.dict.values": _values,
    "builtins.dict.keys": _keys,
    "builtins.dict.get": _get,
    **{f"builtins.dict.{name}": _change for name in ("pop", "update", "setdefault", "clear")},
}
"""Name of the method -> what it does."""
