"""Values as the static half knows them: tensors with symbolic shapes, integers that are sizes, and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from conformable.core.encoding import decode_argument, decode_conditions, decode_shape, decode_size
from conformable.core.ops.modules.state import ModuleState
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.core.conditions import Conditions


@dataclass(frozen=True, slots=True)
class StaticTensor:
    """An array: its shape, its library ("torch", "numpy", "jax"), and its dtype if that was declared."""

    shape: Shape
    library: str
    dtype: str | None


@dataclass(frozen=True, slots=True)
class StaticInteger:
    """An integer, as a size."""

    size: Size


@dataclass(frozen=True, slots=True)
class StaticShape:
    """`x.shape` of a tensor whose rank is not known."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class StaticItems:
    """A tuple, list or `torch.Size` whose items are known one by one; `of` is "tuple", "list" or "size"."""

    of: str
    items: tuple[StaticValue, ...]


@dataclass(frozen=True, slots=True)
class StaticMany:
    """A sequence of alike items; `count` is how many there are, where that is known as a size."""

    of: str
    item: StaticValue
    count: Size | None = None


@dataclass(frozen=True, slots=True)
class StaticChoice:
    """One of several values; which one is not known.

    Attributes:
        options: The values.
        conditions: For each of them what holds if it is the one; empty where that is not known of them.
    """

    options: tuple[StaticValue, ...]
    conditions: tuple[Conditions, ...] = ()


@dataclass(frozen=True, slots=True)
class StaticConstant:
    """A known string, number, flag or `None`."""

    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class StaticOperation:
    """A library function, by its public name."""

    name: str


@dataclass(frozen=True, slots=True)
class StaticFunction:
    """A function of the program."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class StaticLayer:
    """A module of torch.nn, by its public name, and what its constructor has made."""

    name: str
    state: ModuleState

    @property
    def parameters(self) -> dict[str, Shape]:
        """The shapes of its parameters, as far as the sizes of the constructor tell them."""
        return {name: value for name, value in self.state.attributes if isinstance(value, Shape)}


@dataclass(frozen=True, slots=True)
class StaticChain:
    """Modules that are called one after the other."""

    modules: tuple[StaticValue, ...]


@dataclass(frozen=True, slots=True)
class StaticObject:
    """An object of a class of the program, by the full name of the class, and its known attributes."""

    name: str
    attributes: Mapping[str, StaticValue]


StaticValue = (
    StaticTensor
    | StaticInteger
    | StaticShape
    | StaticItems
    | StaticMany
    | StaticChoice
    | StaticConstant
    | StaticOperation
    | StaticFunction
    | StaticLayer
    | StaticChain
    | StaticObject
    | None
)

_DECODERS: Final[Mapping[str, Callable[[Mapping[str, Any]], StaticValue]]] = {
    "tensor": lambda record: StaticTensor(decode_shape(record["shape"]), record["library"], record["dtype"]),
    "integer": lambda record: StaticInteger(decode_size(record["size"])),
    "shape": lambda record: StaticShape(decode_shape(record["shape"])),
    "items": lambda record: StaticItems(record["of"], tuple(map(decoded, record["items"]))),
    "many": lambda record: StaticMany(record["of"], decoded(record["item"]), _count(record["count"])),
    "choice": lambda record: StaticChoice(
        tuple(map(decoded, record["options"])), tuple(map(decode_conditions, record.get("conditions", ())))
    ),
    "none": lambda _: StaticConstant(None),
    "constant": lambda record: StaticConstant(record["value"]),
    "operation": lambda record: StaticOperation(record["name"]),
    "function": lambda record: StaticFunction(record["name"], record["line"]),
    "layer": lambda record: StaticLayer(record["name"], _module_state(record["attributes"])),
    "chain": lambda record: StaticChain(tuple(map(decoded, record["modules"]))),
    "object": lambda record: StaticObject(
        record["name"], {name: decoded(value) for name, value in record.get("attributes", {}).items()}
    ),
}


def _count(terms: Sequence[Any] | None) -> Size | None:
    return None if terms is None else decode_size(terms)


def _module_state(attributes: Mapping[str, Any]) -> ModuleState:
    return ModuleState(tuple((name, decode_argument(written)) for name, written in attributes.items()))


def decoded(record: Mapping[str, Any] | None) -> StaticValue:
    """Read a value that the plugin has written; None where it knows nothing about shapes."""
    return None if record is None else _DECODERS[record["kind"]](record)


def tensors_in(value: StaticValue) -> Iterator[StaticTensor]:
    """Yield the tensors in a value."""
    match value:
        case StaticTensor():
            yield value
        case StaticItems(_, items) | StaticChoice(options=items):
            for item in items:
                yield from tensors_in(item)
        case StaticMany(_, item):
            yield from tensors_in(item)
        case _:
            pass


def sizes_in(value: StaticValue) -> Iterator[Size]:
    """Yield the sizes in a value, those of axes and of what a constructor was given too."""
    match value:
        case StaticTensor(shape) | StaticShape(shape):
            yield from (part for part in shape.parts if isinstance(part, Size))
        case StaticInteger(size):
            yield size
        case StaticItems(_, items) | StaticChoice(options=items) | StaticChain(items):
            yield from (size for item in items for size in sizes_in(item))
        case StaticMany(_, item, count):
            yield from (*sizes_in(item), *(() if count is None else (count,)))
        case StaticObject(_, attributes):
            yield from (size for item in attributes.values() for size in sizes_in(item))
        case _:
            pass


def described(value: StaticValue) -> str:
    """Write the shapes in a value as dim strings, such as `"b n"` or `("b n", "b m")`; "" if it has none.

    >>> from conformable.core.sizes import Symbol
    >>> row = StaticTensor(Shape.of(Size.of(Symbol("b")), 3), "torch", None)
    >>> described(StaticItems("tuple", (row, None)))
    '("b 3", ...)'
    """
    if not any(True for _ in tensors_in(value)):
        return ""
    match value:
        case StaticTensor(shape):
            return f'"{shape}"'
        case StaticItems("list", items):
            return f"[{_listed(items)}]"
        case StaticItems(_, items):
            return f"({_listed(items)})"
        case StaticMany("list", item):
            return f"[{described(item)}, ...]"
        case StaticMany(_, item):
            return f"({described(item)}, ...)"
        case StaticChoice(options):
            return " | ".join(
                "None" if option == StaticConstant(None) else _known(option) for option in options
            )
        case _:
            return ""


def _listed(items: tuple[StaticValue, ...]) -> str:
    return ", ".join(map(_known, items))


def _known(value: StaticValue) -> str:
    return described(value) or "..."
