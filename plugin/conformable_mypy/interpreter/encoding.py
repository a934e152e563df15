"""Values as plain lists, and back: what JSON can hold of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from conformable.core.conditions import Conditions
from conformable.core.encoding import (
    decode_argument,
    decode_shape,
    decode_size,
    encode_argument,
    encode_shape,
    encode_size,
)
from conformable.core.immutable import dataclass
from conformable.core.ops.modules import ModuleState
from conformable.core.sizes import Size
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.renaming import reshape
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Choice,
    Either,
    Entries,
    Integer,
    Items,
    Layer,
    Many,
    Mixed,
    Number,
    Object,
    Reference,
    Scalar,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.shapes import Shape
    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

MAX_DEPTH: Final = 8
"""Containers nested deeper than this are left out."""


def encode(value: Value, state: State, depth: int = MAX_DEPTH) -> list[Any] | None:
    """Write a value, with what it refers to; None if nothing of it can be written."""
    return _encode(value, state, depth) if depth > 0 else None


@dataclass(frozen=True, slots=True)
class Decoder:
    """Reads what `encode` has written.

    Attributes:
        run: The interpretation.
        state: Lists and objects are put on its heap.
        change: What is done to every shape that is read.
        place: What is done to every object that is read: what it is here.
    """

    run: Run
    state: State
    change: Callable[[Shape], Shape]
    place: Callable[[Object], Value]

    def value(self, parts: list[Any] | None) -> Value:
        """Read a value."""
        return reshape(self.part(parts), self.change)

    def part(self, parts: list[Any] | None) -> Value:
        """Read a part of a value, as it was written: the whole is changed, once."""
        if parts is None:
            return UNKNOWN
        kind, *rest = parts
        return _DECODE[kind](self, *rest)

    def parts(self, items: list[Any]) -> tuple[Value, ...]:
        """Read several parts of a value."""
        return tuple(map(self.part, items))


@ByClass
def _encode(value: Value, state: State, depth: int) -> list[Any] | None:
    return None


@_encode.register(Unknown)
@_encode.register(Number)
@_encode.register(Choice)
def _(value: Unknown | Number | Choice, state: State, depth: int) -> list[Any] | None:
    """Write the sizes that have decided a value, of which no more is said."""
    return ["unknown", _mentioned(value)] if value.mentions else None


def _mentioned(value: Unknown | Number | Choice | Either) -> list[Any]:
    return sorted((encode_size(Size.of(symbol)) for symbol in value.mentions), key=str)


@_encode.register(Integer)
def _(value: Integer, state: State, depth: int) -> list[Any]:
    return ["integer", encode_size(value.size)]


@_encode.register(Tensor)
def _(value: Tensor, state: State, depth: int) -> list[Any]:
    return ["tensor", encode_shape(value.shape), value.library, value.dtype]


@_encode.register(Scalar)
def _(value: Scalar, state: State, depth: int) -> list[Any] | None:
    return None if value.value is ... else ["scalar", value.value]


@_encode.register(Layer)
def _(value: Layer, state: State, depth: int) -> list[Any]:
    attributes = {name: encode_argument(known) for name, known in value.state.attributes}
    return ["layer", value.name, attributes]


@_encode.register(Chain)
def _(value: Chain, state: State, depth: int) -> list[Any]:
    return [
        "chain",
        [encode(module, state, depth - 1) for module in value.modules],
        sorted(value.named),
        value.several,
    ]


@_encode.register(Either)
def _(value: Either, state: State, depth: int) -> list[Any]:
    options = [[encode(option, state, depth - 1), _known(known)] for option, known in value.options]
    return ["either", options, _mentioned(value)]


def _known(conditions: Conditions) -> list[Any]:
    """Write conditions, without the alternatives among them: less is known then, and nothing wrong."""
    every = (conditions.zeros, conditions.nonzeros, conditions.nonnegatives)
    return [list(map(encode_size, sizes)) for sizes in every]


@_encode.register(Items)
def _(value: Items, state: State, depth: int) -> list[Any]:
    return ["items", value.kind, [encode(item, state, depth - 1) for item in value.items]]


@_encode.register(Many)
def _(value: Many, state: State, depth: int) -> list[Any]:
    count = None if value.count is None else encode_size(value.count)
    return ["many", value.kind, encode(value.item, state, depth - 1), count]


@_encode.register(Entries)
def _(value: Entries, state: State, depth: int) -> list[Any]:
    return ["entries", [[key, encode(item, state, depth - 1)] for key, item in value.entries]]


@_encode.register(Table)
def _(value: Table, state: State, depth: int) -> list[Any]:
    return ["table", encode(value.item, state, depth - 1)]


@_encode.register(Mixed)
def _(value: Mixed, state: State, depth: int) -> list[Any]:
    return ["mixed", value.kind, [encode(part, state, depth) for part in value.parts]]


@_encode.register(Reference)
def _(value: Reference, state: State, depth: int) -> list[Any] | None:
    content = encode(state.content(value), state, depth)
    return None if content is None else ["reference", content]


@_encode.register(Object)
def _(value: Object, state: State, depth: int) -> list[Any]:
    attributes = {name: encode(item, state, depth - 1) for name, item in value.attributes}
    return ["object", value.info.fullname, attributes, value.name, value.scope, value.exact, value.several]


def _object(
    decoder: Decoder, fullname: str, attributes: dict[str, Any], name: str, scope: str, *flags: bool
) -> Value:
    info = decoder.run.types.find_symbol(fullname)
    if not isinstance(info, nodes.TypeInfo):
        return UNKNOWN
    known = tuple((attribute, decoder.part(value)) for attribute, value in attributes.items())
    exact, several = flags
    return decoder.place(Object(info, known, name, scope, exact=exact, several=several))


def _layer(decoder: Decoder, name: str, attributes: dict[str, Any]) -> Value:
    state = ModuleState(tuple((attribute, decode_argument(known)) for attribute, known in attributes.items()))
    return Layer(name, state)


def _either(decoder: Decoder, options: list[Any], mentioned: list[Any]) -> Value:
    known = tuple((decoder.part(option), _conditions(*known)) for option, known in options)
    return Either(known, _symbols(mentioned))


def _symbols(mentioned: list[Any]) -> frozenset[Symbol]:
    return frozenset(symbol for size in _sizes(mentioned) for symbol in size.symbols())


def _conditions(zeros: list[Any], nonzeros: list[Any], nonnegatives: list[Any]) -> Conditions:
    return Conditions(_sizes(zeros), _sizes(nonzeros), _sizes(nonnegatives))


def _sizes(written: list[Any]) -> tuple[Size, ...]:
    return tuple(map(decode_size, written))


def _reference(decoder: Decoder, content: list[Any]) -> Value:
    value = decoder.value(content)
    if isinstance(value, Reference):
        return value
    return decoder.state.allocate(decoder.run.address(), value)


_DECODE: Final[Mapping[str, Callable[..., Value]]] = {
    "unknown": lambda decoder, mentioned: Unknown(_symbols(mentioned)),
    "integer": lambda decoder, size: Integer(decode_size(size)),
    "tensor": lambda decoder, shape, library, dtype: Tensor(decode_shape(shape), library, dtype),
    "scalar": lambda decoder, value: Scalar(value),
    "layer": _layer,
    "chain": lambda decoder, modules, named, several: Chain(
        decoder.parts(modules), frozenset(named), several
    ),
    "either": _either,
    "items": lambda decoder, kind, items: Items(decoder.parts(items), kind),
    "many": lambda decoder, kind, item, count: Many(
        decoder.part(item), kind, None if count is None else decode_size(count)
    ),
    "entries": lambda decoder, entries: Entries(tuple((key, decoder.part(item)) for key, item in entries)),
    "table": lambda decoder, item: Table(decoder.part(item)),
    "mixed": lambda decoder, kind, parts: Mixed(decoder.parts(parts), kind),
    "reference": _reference,
    "object": _object,
}
