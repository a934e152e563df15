"""Functions and classes as plain lists, and back: what JSON can hold of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from conformable.core.encoding import decode_size, encode_size
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.definitions import value_of_definition
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Class,
    Function,
    Integer,
    Items,
    Operation,
    Partial,
    Scalar,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable_mypy.interpreter.run import Run


@ByClass
def encode_callable(value: Value) -> list[Any] | None:
    """Write what another module may call, or a number or text that it is called with; None for the rest."""
    return None


@encode_callable.register(Operation)
def _(value: Operation) -> list[Any] | None:
    return ["operation", value.name] if value.receiver is None else None


@encode_callable.register(Class)
def _(value: Class) -> list[Any]:
    return ["definition", value.info.fullname]


@encode_callable.register(Function)
def _(value: Function) -> list[Any] | None:
    definition = value.definition
    of_module = isinstance(definition, nodes.FuncDef) and not definition.info and "." in definition.fullname
    return ["definition", definition.fullname] if of_module else None


@encode_callable.register(Partial)
def _(value: Partial) -> list[Any] | None:
    function = encode_callable(value.function)
    keywords = [[name, encode_callable(kept)] for name, kept in value.keywords]
    return None if function is None else ["partial", function, _all(value.positional), keywords]


@encode_callable.register(Integer)
def _(value: Integer) -> list[Any]:
    return ["integer", encode_size(value.size)]


@encode_callable.register(Scalar)
def _(value: Scalar) -> list[Any] | None:
    return None if value.value is ... else ["scalar", value.value]


@encode_callable.register(Items)
def _(value: Items) -> list[Any]:
    return ["items", _all(value.items)]


def _all(values: tuple[Value, ...]) -> list[Any]:
    return [encode_callable(value) for value in values]


def decode_callable(written: list[Any] | None, run: Run) -> Value:
    """Read what `encode_callable` has written."""
    if written is None:
        return UNKNOWN
    kind, *rest = written
    return _DECODE[kind](run, *rest)


def _definition(run: Run, fullname: str) -> Value:
    return value_of_definition(run.types.find_symbol(fullname), fullname)


def _partial(run: Run, function: list[Any], positional: list[Any], keywords: list[Any]) -> Value:
    return Partial(
        decode_callable(function, run),
        tuple(decode_callable(value, run) for value in positional),
        tuple((name, decode_callable(value, run)) for name, value in keywords),
    )


_DECODE: Final[Mapping[str, Callable[..., Value]]] = {
    "operation": lambda run, name: Operation(name),
    "definition": _definition,
    "partial": _partial,
    "integer": lambda run, size: Integer(decode_size(size)),
    "scalar": lambda run, value: Scalar(value),
    "items": lambda run, items: Items(tuple(decode_callable(item, run) for item in items)),
}
