"""What a function gives, written over its parameters, so that other modules know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes, types

from conformable.core.arithmetic import substitute
from conformable.core.encoding import encode_shape, encode_size
from conformable.core.notation import AnonymousAxis, VariadicAxis
from conformable.core.shapes import Shape
from conformable.core.sizes import OneOr, Size, Symbol
from conformable_mypy import carrier, names
from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Choice,
    Integer,
    Items,
    Object,
    Reference,
    Scalar,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.notation import Axis, ShapeAnnotation
    from conformable.core.sizes import Atom
    from conformable_mypy.interpreter.state import State

OWN: Final = "own size"
"""The scope of sizes that are read from the object of a method; their names are paths, such as `cfg.d`."""

MAX_ITEMS: Final = 16
"""Results of more items than this are not written."""

MAX_STATEMENTS: Final = 40
"""Functions of more statements than this are not read for other modules."""

_NUMBERS: Final = frozenset({"builtins.int", "builtins.tuple"})


def may_tell_more(function: nodes.FuncDef) -> bool:
    """Say whether what a function gives may be more than what its signature says."""
    special = function.is_generator or function.is_coroutine or function.is_overload
    if special or function.abstract_status != nodes.NOT_ABSTRACT or function.name.startswith("__"):
        return False
    signature = function.type
    if not isinstance(signature, types.CallableType) or _is_long(function):
        return False
    result = signature.ret_type
    carried = list(carrier.carriers(result))
    if not carried:
        return _may_hold_shapes(result) and any(map(_holds_shapes, signature.arg_types))
    bound = {
        name
        for declared in signature.arg_types
        for known in carrier.carriers(declared)
        for name in known.annotation.names
    }
    is_union = isinstance(types.get_proper_type(result), types.UnionType)
    return is_union or any(_has_open_axes(known.annotation, bound) for known in carried)


def _has_open_axes(annotation: ShapeAnnotation, bound: set[str]) -> bool:
    """Tell whether an annotation has axes that no parameter binds."""
    anonymous = any(isinstance(axis, AnonymousAxis) or _is_anonymous_run(axis) for axis in annotation.axes)
    return anonymous or any(name not in bound for name in annotation.names)


def _is_anonymous_run(axis: Axis) -> bool:
    return isinstance(axis, VariadicAxis) and axis.name is None


def _is_long(function: nodes.FuncDef) -> bool:
    count = sum(1 for _ in statements_in(written_statements(function.body.body)))
    return count > MAX_STATEMENTS


def _holds_shapes(declared: types.Type) -> bool:
    """Tell whether a parameter is a tensor, a size, or may be one of these."""
    plain = types.get_proper_type(declared)
    return not isinstance(plain, types.AnyType) and _may_hold_shapes(plain)


def _may_hold_shapes(declared: types.Type) -> bool:
    plain = types.get_proper_type(declared)
    match plain:
        case types.UnionType(items=items) | types.TupleType(items=items):
            return any(map(_may_hold_shapes, items))
        case types.Instance(type=info):
            return names.is_tensor_class(info) is not None or info.fullname in _NUMBERS
        case _:
            return isinstance(plain, types.AnyType)


def summary(function: nodes.FuncDef, entry: State, value: Value, end: State) -> list[Any] | None:
    """Write what a function gives over its parameters; None if that says nothing.

    Args:
        function: The function.
        entry: The state at its beginning.
        value: What it returns, on all its ways.
        end: The state where they meet.
    """
    given = {
        argument.variable.name: entry.variables.get(argument.variable, UNKNOWN)
        for argument in function.arguments
    }
    is_method = function.info and function.arguments and not function.is_static and not function.is_class
    own = entry.content(next(iter(given.values()))) if is_method else UNKNOWN
    return _Writer(given, dict(_paths(own, "", end))).write(value)


class _Writer:
    """Writes values over the parameters of a function."""

    def __init__(self, given: dict[str, Value], paths: dict[str, str]) -> None:
        self._given = given
        self._paths = paths

    def write(self, value: Value) -> list[Any] | None:
        """Write a value; None if nothing of it is known."""
        parameter = next((name for name, passed in self._given.items() if _is_passed_on(value, passed)), None)
        if parameter is not None:
            return ["parameter", parameter]
        match value:
            case Tensor():
                shape = self._shape(value.shape)
                return None if shape is None else ["tensor", encode_shape(shape), value.library, value.dtype]
            case Integer(size):
                written = self._shape(Shape((size,)))
                return None if written is None else ["integer", encode_size(written.before[0])]
            case Scalar(known) if known is not ...:
                return ["scalar", known]
            case _:
                return self._several(value)

    def _several(self, value: Value) -> list[Any] | None:
        match value:
            case Items(items, kind) if kind != "list" and len(items) <= MAX_ITEMS:
                return ["items", kind, [self.write(item) for item in items]]
            case Choice(options):
                every = [self.write(option) for option in options]
                return None if None in every else self._choice(value, every)
            case _:
                return None

    def _choice(self, value: Choice, every: list[list[Any] | None]) -> list[Any]:
        """Say by the rank of which parameter it is decided, if it is."""
        for parameter, passed in self._given.items():
            if isinstance(passed, Choice) and passed.origin == value.origin != "":
                ranks = [
                    option.shape.rank if isinstance(option, Tensor) else None for option in passed.options
                ]
                if len(ranks) == len(set(ranks)) == len(every):
                    return ["cases", parameter, ranks, every]
        return ["choice", every]

    def _shape(self, shape: Shape) -> Shape | None:
        """Name the sizes of the object by where they are read; None for axes that may be 1 or not."""
        if shape.variadic is not None and shape.variadic.occurrence:
            return None
        parts = tuple(self._size(part) if isinstance(part, Size) else part for part in shape.parts)
        atoms = (atom for part in parts if isinstance(part, Size) for atom in part.inside)
        return None if any(isinstance(atom, OneOr) for atom in atoms) else Shape(parts)

    def _size(self, size: Size) -> Size:
        own: dict[Atom, Size] = {}
        for symbol in set(size.symbols()):
            path = self._path(symbol)
            if path is not None:
                own[symbol] = Size.of(Symbol(path, OWN, rigid=False, least=symbol.least))
        return substitute(size, own)

    def _path(self, symbol: Symbol) -> str | None:
        """Give the attributes of the object that lead to a size."""
        direct = self._paths.get(f"{symbol.name} of {symbol.scope}")
        if direct is not None:
            return direct
        scope, _, name = symbol.scope.rpartition(".")
        holder = self._paths.get(scope)
        return None if holder is None else f"{holder}.{name}".removeprefix(".")


def _is_passed_on(value: Value, passed: Value) -> bool:
    """Tell whether a value is what a parameter was given, whatever that is."""
    if isinstance(passed, Reference):
        return value == passed
    return value is passed and isinstance(passed, Tensor | Choice | Object)


def _paths(own: Value, path: str, state: State, depth: int = 2) -> Iterator[tuple[str, str]]:
    """Yield where sizes are read: scopes of objects and symbols, with the attributes that lead there."""
    if not isinstance(own, Object) or depth < 0:
        return
    if own.scope:
        yield own.scope, path
    for name, value in own.attributes:
        inner = f"{path}.{name}".removeprefix(".")
        match state.content(value):
            case Integer(size) if isinstance(size.atom, Symbol):
                yield f"{size.atom.name} of {size.atom.scope}", inner
            case Object() as held:
                yield from _paths(held, inner, state, depth - 1)
            case _:
                pass
