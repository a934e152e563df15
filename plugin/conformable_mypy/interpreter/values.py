"""What the interpreter knows about the value of an expression."""

from __future__ import annotations

from dataclasses import field
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Final, Literal

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections import abc

    from mypy.nodes import FuncDef, LambdaExpr, OverloadedFuncDef, TypeInfo
    from mypy.types import CallableType

    from conformable.core.conditions import Conditions
    from conformable.core.ops.modules import ModuleState
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size, Symbol

Library = Literal["torch", "numpy", "jax"]
"""Whose arrays and operations a value belongs to."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """An array and its shape.

    Attributes:
        shape: Its sizes.
        library: Whose array it is.
        dtype: jaxtyping's word for its element type, where that is known.
        line: Where its shape was declared.
    """

    shape: Shape
    library: Library = "torch"
    dtype: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer, as a size."""

    size: Size


@dataclass(frozen=True, slots=True)
class Number:
    """A number of which only that is known: a float, a complex number.

    Attributes:
        mentions: The sizes that it was computed from: a condition on it may say anything about them.
    """

    mentions: frozenset[Symbol] = frozenset()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A known string, boolean, float, `None` or `...`."""

    value: str | bool | float | EllipsisType | None


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple, list or `torch.Size` whose items are known one by one."""

    items: tuple[Value, ...]
    kind: Literal["tuple", "list", "size"] = "tuple"


@dataclass(frozen=True, slots=True)
class Many:
    """A sequence whose items are all like one value.

    Attributes:
        item: What each of them is.
        kind: What holds them.
        count: How many there are, where that is known as a size.
    """

    item: Value
    kind: Literal["tuple", "list", "size"] = "list"
    count: Size | None = None


@dataclass(frozen=True, slots=True)
class Mixed:
    """A sequence of several parts: some items one by one, others many alike."""

    parts: tuple[Items | Many, ...]
    kind: Literal["tuple", "list"] = "list"


@dataclass(frozen=True, slots=True)
class ShapeTuple:
    """`x.shape` of a tensor with a variadic part."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Entries:
    """A dict with known string or integer keys."""

    entries: tuple[tuple[str | int, Value], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mutable object: its content stands in `State.heap`, so that every alias sees a change."""

    address: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values; which one is not known.

    Attributes:
        options: The values.
        origin: Names what decides which one it is: all choices of one origin are decided alike.
        mentions: The sizes by which that is decided: to ask which one it is may say anything about them.
    """

    options: tuple[Value, ...]
    origin: str = ""
    mentions: frozenset[Symbol] = frozenset()


@dataclass(frozen=True, slots=True)
class Either:
    """One of several modules or functions: which one was decided on a path that may have been taken or not.

    Attributes:
        options: Each with what holds if it is the one.
        mentions: As that of a choice.
    """

    options: tuple[tuple[Value, Conditions], ...]
    mentions: frozenset[Symbol] = frozenset()


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program, perhaps bound to its first argument."""

    definition: FuncDef | LambdaExpr
    receiver: Value | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """A library function by its public name, perhaps bound to its receiver."""

    name: str
    receiver: Value | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """`functools.partial`: a function and the arguments that it has been given already."""

    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """`torch.vmap(function)`: calls a function with each row of its arguments."""

    function: Value


@dataclass(frozen=True, slots=True)
class Overloads:
    """An overloaded function, perhaps bound to its first argument."""

    definition: OverloadedFuncDef
    receiver: Value | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A dict of unknown keys, each value of which is like this one."""

    item: Value


@dataclass(frozen=True, slots=True)
class Callable:
    """Something that can be called of which only the type is known."""

    signature: CallableType
    name: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class object."""

    info: TypeInfo


@dataclass(frozen=True, slots=True)
class Object:
    """The content of an object of a class of the program; `Reference` refers to it.

    Attributes:
        info: Its class.
        attributes: What is known of its attributes; others are known by their declared types alone.
        name: How messages call its sizes, such as `self` or `cfg`.
        scope: What tells the sizes of its attributes from those of other objects.
        exact: Whether it is of that very class: an object of a subclass may have other methods.
        complete: Whether it has no other attributes than these and those of its class.
        several: Whether it stands for several objects that are alike: a change may be one of any of them.
        sometimes: Those of its attributes that were set on some of the ways that lead here only.
        unsettled: Those that may have changed since they were read last; `EVERY` stands for all of them.
    """

    info: TypeInfo
    attributes: tuple[tuple[str, Value], ...] = ()
    name: str = ""
    scope: str = ""
    exact: bool = False
    complete: bool = False
    several: bool = False
    sometimes: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()

    def is_unsettled(self, name: str) -> bool:
        """Tell whether an attribute may have changed since it was read last."""
        return not self.unsettled.isdisjoint((name, EVERY))


@dataclass(frozen=True, slots=True)
class Layer:
    """An instance of a module class of torch.nn."""

    name: str
    state: ModuleState


@dataclass(frozen=True, slots=True)
class Chain:
    """The content of an `nn.Sequential`, to which `Reference` refers: modules called one after the other.

    Attributes:
        modules: The modules; `Many` stands for several that are alike.
        named: Names that some of them were given; others are called by their places.
        several: Whether it stands for several objects that are alike: a change may be one of any of them.
    """

    modules: tuple[Value, ...]
    named: frozenset[str] = frozenset()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Super:
    """`super()`: looks methods up behind a class, bound to its object."""

    after: TypeInfo
    receiver: Value


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known.

    Attributes:
        mentions: The sizes that it was computed from: a condition on it may say anything about them.
        refused: True for the result of an operation that was reported; what is computed from it is not
            reported again.
        goes_on: True where that was reported for some sizes only: for others there is a result.
    """

    mentions: frozenset[Symbol] = frozenset()
    refused: bool = False
    goes_on: bool = False


Value = (
    Tensor
    | Integer
    | Number
    | Scalar
    | Items
    | Many
    | Mixed
    | ShapeTuple
    | Entries
    | Reference
    | Choice
    | Either
    | Function
    | Operation
    | Partial
    | Mapped
    | Overloads
    | Table
    | Callable
    | Class
    | Object
    | Layer
    | Chain
    | Super
    | Unknown
)

UNKNOWN: Final = Unknown()
REFUSED: Final = Unknown(refused=True)
REFUSED_FOR_SOME: Final = Unknown(refused=True, goes_on=True)
NONE: Final = Scalar(None)

EVERY: Final = "(every)"
"""Stands for all attributes of an object: no program can spell it."""

BASE: Final = "(base)"
"""What holds the `Layer` that an object of a subclass of one is made as."""

MODULES: Final = "(modules)"
"""What holds the `Chain` of an object of a subclass of `nn.Sequential`: no program can spell it."""


_NO_SYMBOLS: Final[frozenset[Symbol]] = frozenset()

_SYMBOLS: Final[abc.Mapping[type, abc.Callable[[Any], frozenset[Symbol]]]] = {
    Tensor: lambda value: value.shape.symbols,
    ShapeTuple: lambda value: value.shape.symbols,
    Integer: lambda value: frozenset(value.size.symbols()),
    Number: lambda value: value.mentions,
    Unknown: lambda value: value.mentions,
    Items: lambda value: _of_all(value.items),
    Mixed: lambda value: _of_all(value.parts),
    Many: lambda value: symbols_of(value.item).union(value.count.symbols() if value.count else ()),
    Table: lambda value: symbols_of(value.item),
    Entries: lambda value: _of_all(item for _, item in value.entries),
    Chain: lambda value: _of_all(value.modules),
    Choice: lambda value: _of_all(value.options) | value.mentions,
    Either: lambda value: value.mentions,
}


def symbols_of(value: Value) -> frozenset[Symbol]:
    """Collect the symbols that a value was computed from."""
    collect = _SYMBOLS.get(type(value))
    return _NO_SYMBOLS if collect is None else collect(value)


def _of_all(values: abc.Iterable[Value]) -> frozenset[Symbol]:
    return _NO_SYMBOLS.union(*map(symbols_of, values))


def is_number(value: Value) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, Number | Integer) or (
        isinstance(value, Scalar) and isinstance(value.value, float)
    )


def is_refused(value: Value) -> bool:
    """Tell whether a value is what a reported operation has given."""
    return isinstance(value, Unknown) and value.refused


def ends(value: Value) -> bool:
    """Tell whether a way ends with a value: it is what an operation has given that fails for all sizes."""
    return isinstance(value, Unknown) and value.refused and not value.goes_on


def unknown_from(values: abc.Iterable[Value]) -> Unknown:
    """Give an unknown value that was computed from others."""
    mentions, refused, ended = _NO_SYMBOLS, False, False
    for value in values:
        if isinstance(value, Unknown) and value.refused:
            refused, ended = True, ended or not value.goes_on
        found = symbols_of(value)
        mentions = mentions | found if mentions else found
    return Unknown(mentions, refused, refused and not ended) if mentions or refused else UNKNOWN
