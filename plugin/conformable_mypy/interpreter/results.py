"""What functions of other modules give: their stored summaries, with the arguments of a call."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes, types

from conformable.core.alignment import align
from conformable.core.arithmetic import substitute
from conformable.core.encoding import decode_shape, decode_size
from conformable.core.immutable import dataclass
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import INSTANCE, INTEGER, Size, Symbol
from conformable_mypy import carrier
from conformable_mypy.interpreter import objects
from conformable_mypy.interpreter.choices import choice_of
from conformable_mypy.interpreter.result_summaries import OWN
from conformable_mypy.interpreter.stored import read_stored
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Integer,
    Items,
    Object,
    Scalar,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.core.binding import Binding
    from conformable.core.notation import ShapeAnnotation
    from conformable.core.shapes import Part
    from conformable.core.sizes import Atom
    from conformable_mypy.interpreter.arguments import Parameter
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

PREFIX: Final = "__conformable__@result:"
"""Begins the name of the variable that holds what a function gives: no program can spell it."""


def stored_name(function: nodes.FuncDef) -> str:
    """Name the variable that holds what a function gives.

    There is no dot in it: mypy's daemon takes what stands before the last one for the module, and does not
    see what a variable of another module holds.
    """
    return f"{PREFIX}{function.fullname.removeprefix(_module(function))[1:].replace('.', ':')}"


def stored(function: nodes.FuncDef, run: Run) -> list[Any] | None:
    """Find what a function of another module gives."""
    if run.is_own(function):
        return None
    loaded = read_stored(_module(function), stored_name(function), run)
    return loaded if isinstance(loaded, list) else None


def _module(function: nodes.FuncDef) -> str:
    return function.info.module_name if function.info else function.fullname.rpartition(".")[0]


def is_of_known_class(receiver: Value, function: nodes.FuncItem, state: State) -> bool:
    """Tell whether a method is the one that is called: an object of a subclass may have another one."""
    made = state.content(receiver)
    if not isinstance(made, Object):
        return True
    fixed = function.is_final or made.info.is_final
    return fixed or made.exact or made.scope.startswith(INSTANCE)


def of_call(
    function: nodes.FuncDef,
    pairs: Iterable[tuple[Parameter, Operand]],
    binding: Binding,
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    """Give what is stored of a call.

    Args:
        function: The function.
        pairs: Its parameters with what they are given, `self` first.
        binding: What the axis names of its signature are bound to.
        node: The call.
        run: The interpretation.
        state: What is known here.

    Returns:
        What it gives; unknown if nothing is stored, or the object may be of a subclass with another method.
    """
    arguments = {parameter.name: operand.value for parameter, operand in pairs}
    is_method = function.info and not function.is_static and not function.is_class
    receiver = next(iter(arguments.values()), UNKNOWN) if is_method else UNKNOWN
    if not is_of_known_class(receiver, function, state):
        return UNKNOWN
    written = stored(function, run)
    if written is None:
        return UNKNOWN
    annotations = _annotations(function.type)
    return Call(function.fullname, arguments, receiver, binding, annotations, node, run, state).value(written)


def _annotations(signature: types.Type | None) -> dict[str, ShapeAnnotation]:
    """Read the shapes that parameters are declared to have, each a single one."""
    plain = types.get_proper_type(signature)
    if not isinstance(plain, types.CallableType):
        return {}
    pairs = ((name, carrier.read(kind)) for name, kind in zip(plain.arg_names, plain.arg_types, strict=True))
    return {name: known.annotation for name, known in pairs if name is not None and known is not None}


@dataclass(slots=True)
class Call:
    """A call of a function whose result is stored.

    Attributes:
        function: Its full name.
        arguments: What its parameters are given, `self` included.
        receiver: The object whose method it is.
        binding: What the axis names of its signature are bound to.
        annotations: The shapes that its parameters are declared to have.
        node: The call.
        run: The interpretation.
        state: What is known here.
    """

    function: str
    arguments: dict[str, Value]
    receiver: Value
    binding: Binding
    annotations: dict[str, ShapeAnnotation]
    node: nodes.Context
    run: Run
    state: State
    _sizes: dict[Symbol, Size] = field(default_factory=dict)
    _runs: dict[Variadic, tuple[Part, ...]] = field(default_factory=dict)

    def value(self, written: list[Any] | None) -> Value:
        """Read what a summary says of this call."""
        match written:
            case ["parameter", name]:
                return self.arguments.get(name, UNKNOWN)
            case ["tensor", parts, library, dtype]:
                return Tensor(self._shape(decode_shape(parts)), library, dtype)
            case ["integer", size]:
                return Integer(self._size(decode_size(size)))
            case ["scalar", known]:
                return Scalar(known)
            case ["items", kind, items]:
                return Items(tuple(map(self.value, items)), kind)
            case _:
                return self._one_of(written)

    def _one_of(self, written: list[Any] | None) -> Value:
        match written:
            case ["choice", options]:
                return choice_of(tuple(map(self.value, options)))
            case ["cases", name, ranks, options]:
                given = self.arguments.get(name, UNKNOWN)
                rank = given.shape.rank if isinstance(given, Tensor) else None
                if rank is not None and rank in ranks:
                    return self.value(options[ranks.index(rank)])
                return choice_of(tuple(map(self.value, options)))
            case _:
                return UNKNOWN

    def _shape(self, shape: Shape) -> Shape:
        parts: list[Part] = []
        for part in shape.parts:
            parts.extend((self._size(part),) if isinstance(part, Size) else self._run_of(part))
        return Shape(tuple(parts))

    def _size(self, size: Size) -> Size:
        values: dict[Atom, Size] = {symbol: self._symbol(symbol) for symbol in set(size.symbols())}
        return substitute(size, values)

    def _symbol(self, symbol: Symbol) -> Size:
        if symbol not in self._sizes:
            known = self._known(symbol)
            fresh = self.run.fresh_size(self.node, symbol.name.rpartition(".")[2], symbol.least)
            self._sizes[symbol] = fresh if known is None else known
        return self._sizes[symbol]

    def _known(self, symbol: Symbol) -> Size | None:
        bound = self.binding.sizes.get(symbol.name) if symbol.scope == self.function else None
        if bound is not None:
            return bound.size
        if symbol.scope == OWN:
            value = self._read(self.receiver, symbol.name.split("."))
        elif symbol.scope == f"{INTEGER}{self.function}":
            value = self.arguments.get(symbol.name, UNKNOWN)
        elif symbol.name == "_":
            given = self.arguments.get(self._parameter(symbol.scope), UNKNOWN)
            parts = self._anonymous(symbol.scope, given.shape) if isinstance(given, Tensor) else None
            return parts[0] if parts and isinstance(parts[0], Size) else None
        else:
            parameter = self._parameter(symbol.scope)
            value = self._read(self.arguments.get(parameter, UNKNOWN), symbol.name.split(".")[1:])
        return value.size if isinstance(value, Integer) else None

    def _read(self, value: Value, path: list[str]) -> Value:
        return objects.read_path(value, tuple(path), self.node, self.run, self.state)

    def _run_of(self, part: Variadic) -> tuple[Part, ...]:
        if part not in self._runs:
            known = self.binding.runs.get(part.name) if part.scope == self.function else None
            given = self.arguments.get(self._parameter(part.scope), UNKNOWN)
            if known is not None:
                self._runs[part] = known.parts
            elif isinstance(given, Tensor) and "~" in part.scope:
                self._runs[part] = given.shape.parts
            elif isinstance(given, Tensor) and self._anonymous(part.scope, given.shape) is not None:
                self._runs[part] = self._anonymous(part.scope, given.shape) or ()
            else:
                scope = self.run.fresh_scope(self.node)
                self._runs[part] = (Variadic("...", scope, rigid=False),)
        return self._runs[part]

    def _anonymous(self, scope: str, shape: Shape) -> tuple[Part, ...] | None:
        """Give what stands for `_` or `...` in the annotation of a parameter."""
        name, _, index = scope.removeprefix(f"{self.function}.").partition(".")
        annotation = self.annotations.get(name)
        aligned = align(annotation, shape) if annotation is not None and index.isdigit() else None
        if annotation is None or aligned is None:
            return None
        axis = annotation.axes[int(index)]
        if aligned.variadic is axis:
            return aligned.run
        return next(((size,) for _, other, size in aligned.pairs if other is axis), None)

    def _parameter(self, scope: str) -> str:
        """Give the parameter whose declaration a scope names."""
        inner = scope.removeprefix(f"{self.function}.")
        return re.split(r"[.~]", inner)[0] if inner != scope else ""


@dataclass(frozen=True, slots=True)
class Refinement:
    """Says more of a declared result by what a function was found to give.

    Attributes:
        scope: That of the names of the result that no argument has bound.
    """

    scope: str

    def of(self, declared: Value, found: Value) -> Value:
        """Refine a declared result."""
        match declared, found:
            case _, Unknown():
                return declared
            case Tensor(), Tensor():
                return self._tensor(declared, found)
            case Choice(options), _:
                return self._chosen(declared, options, found)
            case Tensor(), Choice(options):
                return choice_of(tuple(self.of(declared, option) for option in options))
            case Items(items, kind), Items(others) if len(items) == len(others):
                return Items(tuple(map(self.of, items, others)), kind)
            case ((Unknown() | Integer()), _):
                return found
            case _:
                return declared

    def _tensor(self, declared: Tensor, found: Tensor) -> Tensor:
        """Keep the axes that the arguments have bound; others are what was found."""
        shape, other = declared.shape, found.shape
        if not shape.least_rank and shape.variadic is not None:
            return Tensor(other, found.library, declared.dtype or found.dtype)
        if shape.variadic is not None and not shape.variadic.rigid:
            return replace(declared, shape=self._around_run(shape, other))
        if shape.rank is None or shape.rank != other.rank:
            return declared
        return replace(declared, shape=Shape(tuple(map(self._size, shape.before, other.before))))

    def _around_run(self, declared: Shape, found: Shape) -> Shape:
        """Put what was found in the place of the axes that nothing has bound."""
        first, last = len(declared.before), len(found.parts) - len(declared.after)
        front, middle, back = found.parts[:first], found.parts[first:last], found.parts[last:]
        outer = [part for part in (*front, *back) if isinstance(part, Size)]
        if len(outer) < declared.least_rank or last < first:
            return declared
        sizes = list(map(self._size, (*declared.before, *declared.after), outer))
        return Shape((*sizes[:first], *middle, *sizes[first:]))

    def _size(self, declared: Size, found: Size) -> Size:
        atom = declared.atom
        is_open = isinstance(atom, Symbol) and (atom.scope == self.scope or str(atom) == "_")
        return found if is_open and all(symbol.name != "_" for symbol in found.symbols()) else declared

    def _chosen(self, declared: Choice, options: tuple[Value, ...], found: Value) -> Value:
        """Take the alternative of a union that was found to be the one."""
        if isinstance(found, Choice):
            return choice_of(tuple(self._chosen(declared, options, option) for option in found.options))
        if found == NONE:
            return NONE if NONE in options else declared
        if not isinstance(found, Tensor) or found.shape.rank is None:
            return declared
        fitting = [o for o in options if isinstance(o, Tensor) and o.shape.rank == found.shape.rank]
        return self._tensor(fitting[0], found) if len(fitting) == 1 else declared
