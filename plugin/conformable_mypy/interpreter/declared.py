"""The values that declared types stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mypy import types

from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy import carrier, names
from conformable_mypy.interpreter.choices import choice_of
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Callable,
    Entries,
    Integer,
    Items,
    Many,
    Number,
    Object,
    Scalar,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable as Function

    from conformable_mypy.carrier import Carried

SEQUENCES: Final = frozenset(
    {
        "builtins.list",
        "typing.Sequence",
        "typing.Iterable",
        "typing.Iterator",
        "typing.Collection",
        "typing.MutableSequence",
        "typing.Generator",
        "collections.deque",
    }
)

MAPPINGS: Final = frozenset(
    {"builtins.dict", "typing.Mapping", "typing.MutableMapping", "collections.OrderedDict"}
)

ATOMS: Final = frozenset({"builtins.str", "builtins.bytes", "builtins.bool"})

NUMBERS: Final = frozenset({"builtins.float", "builtins.complex"})


def literal(value: object) -> Value:
    """Give the value of a literal."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Integer(Size.of(value))
    return Scalar(value) if isinstance(value, bool | str | float) else UNKNOWN


@dataclass(slots=True)
class Declared:
    """Makes values of declared types.

    Attributes:
        shape_of: Gives the shape that an annotation stands for in this place.
        scope: Tells the fresh sizes of this place from others.
        module: The module that is being checked; None where messages should not say where a shape was
            declared.
        once: Whether this place is passed once: then what decides between the alternatives of a union is one
            thing, whatever is made of the value.
    """

    shape_of: Function[[Carried], Shape]
    scope: str
    module: str | None = None
    once: bool = False
    _count: int = 0
    _depth: int = 0

    def value(self, declared: types.Type | None, name: str = "_") -> Value:
        """Give what is known of a value of a declared type.

        Args:
            declared: The type as declared, with its carriers.
            name: How messages call an integer of this type.
        """
        if self._depth > carrier.MAX_DEPTH:
            return UNKNOWN
        self._depth += 1
        try:
            return self._value(declared, name)
        finally:
            self._depth -= 1

    def _value(self, declared: types.Type | None, name: str) -> Value:
        carried = carrier.read(declared, self.module)
        if carried is not None and declared is not None:
            return self._tensor(carried, types.get_proper_type(declared))
        if isinstance(declared, types.TypeAliasType):
            return self.value(carrier.opened(declared), name)
        return self._plain(declared, name)

    def _tensor(self, carried: Carried, plain: types.ProperType) -> Value:
        info = plain.type if isinstance(plain, types.Instance) else None
        library = names.is_tensor_class(info) if info is not None else None
        if library is None:
            return UNKNOWN
        return Tensor(self.shape_of(carried), library, carried.dtype, carried.line)

    def _plain(self, declared: types.Type | None, name: str) -> Value:
        match declared:
            case types.Instance():
                return self._instance(declared, name)
            case types.NoneType():
                return NONE
            case types.UnionType(items=items):
                return choice_of(tuple(self._alternative(item, name) for item in items), self._fresh())
            case types.TupleType(items=items):
                return self._tuple(declared, items, name)
            case types.TypedDictType(items=fields):
                return Entries(tuple((key, self.value(field)) for key, field in fields.items()))
            case types.LiteralType(value=value):
                return literal(value)
            case types.CallableType():
                return Callable(declared, declared.name or "")
            case _:
                return UNKNOWN

    def _alternative(self, declared: types.Type, name: str) -> Value:
        """Give one alternative of a union: also of a `str` is known that it is no tensor."""
        value = self.value(declared, name)
        plain = types.get_proper_type(declared)
        if isinstance(value, Unknown) and isinstance(plain, types.Instance) and plain.type.fullname in ATOMS:
            return Object(plain.type, name=name)
        return value

    def _tuple(self, declared: types.TupleType, items: list[types.Type], name: str) -> Value:
        if declared.partial_fallback.type.fullname != "builtins.tuple":
            return Object(declared.partial_fallback.type, name=name, scope=self._fresh())
        if any(isinstance(item, types.UnpackType) for item in items):
            return UNKNOWN
        if len(items) == 1:
            # Many write `tuple[Tensor]` for any number of them.
            return Many(self.value(items[0], f"{name}[0]"), "tuple")
        return Items(tuple(self.value(item, f"{name}[{index}]") for index, item in enumerate(items)))

    def _instance(self, declared: types.Instance, name: str) -> Value:
        info = declared.type
        library = names.is_tensor_class(info)
        if library is not None:
            return Tensor(Shape.unknown(self._fresh()), library)
        if info.fullname == "builtins.int":
            return self._integer(declared, name)
        if info.fullname in SEQUENCES and declared.args:
            return Many(self.value(declared.args[0]), "list")
        if info.fullname in MAPPINGS and len(declared.args) == 2:
            return Table(self.value(declared.args[1]))
        if info.fullname == "builtins.tuple" and declared.args:
            return Many(self.value(declared.args[0]), "tuple")
        if info.fullname in NUMBERS:
            return Number()
        if info.fullname.startswith("builtins."):
            return UNKNOWN
        return Object(info, name=name, scope=self._fresh())

    def _integer(self, declared: types.Instance, name: str) -> Value:
        known = declared.last_known_value
        if known is not None:
            return literal(known.value)
        return Integer(Size.of(Symbol(name, self._fresh(), rigid=False, least=None)))

    def _fresh(self) -> str:
        self._count += 1
        return f"{self.scope}~{self._count}"
