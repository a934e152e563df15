"""The signature of a function as the run-time half sees it: what each of its hints asks for."""

from __future__ import annotations

import collections.abc
import functools
import inspect
import sys
import types
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, get_args, get_origin

from conformable.checking.hints import Hint, read_hint, walk
from conformable.checking.tensor_hints import TensorHint
from conformable.core import messages
from conformable.core.expression import holes, variables
from conformable.core.notation import NamedAxis, NotationError, ShapeAnnotation, SymbolicAxis

RESULT = "return"
YIELDED = "yield"
_YIELDING = (
    collections.abc.Generator,
    collections.abc.Iterator,
    collections.abc.Iterable,
    collections.abc.AsyncGenerator,
    collections.abc.AsyncIterator,
    collections.abc.AsyncIterable,
)


class Kind(Enum):
    """How a function gives its result."""

    FUNCTION = "function"
    COROUTINE = "coroutine"
    GENERATOR = "generator"
    ASYNC_GENERATOR = "async generator"

    @property
    def yields(self) -> bool:
        """Whether it gives many results."""
        return self in {Kind.GENERATOR, Kind.ASYNC_GENERATOR}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; its hint is None where there is no tensor to check."""

    name: str
    kind: Any
    default: Any
    hint: Hint | None

    @property
    def has_default(self) -> bool:
        """Whether a call may omit it."""
        return self.default is not inspect.Parameter.empty


class Link(NamedTuple):
    """A name of an axis that may mean a size of the instance.

    Attributes:
        axis: the name.
        parameter: what holds the size, or the instance.
        attribute: what the instance keeps it under; None where the parameter is the size itself.
    """

    axis: str
    parameter: str
    attribute: str | None

    @property
    def origin(self) -> str:
        """How messages call what has bound the name."""
        return self.parameter if self.attribute is None else f"{self.parameter}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """What is to be checked of the calls of one function.

    Attributes:
        name: what messages call the function.
        kind: how it gives its result.
        parameters: all parameters, in order.
        result: what is to be checked of the result; of each result where the function yields.
        final: what is to be checked of the value that a generator returns at its end.
        plain: the hints without tensors, by parameter; beartype checks these.
        class_sizes: whether a bare name is also the size of that name on the instance.
    """

    name: str
    kind: Kind
    parameters: tuple[Parameter, ...]
    result: Hint | None
    final: Hint | None
    plain: Mapping[str, Any]
    class_sizes: bool

    @property
    def has_tensors(self) -> bool:
        """Whether there is a tensor to check."""
        return any(hint is not None for _, hint in self.hints())

    def hints(self) -> list[tuple[str, Hint | None]]:
        """Return all hints with what they belong to, in the order in which they are checked."""
        parameters = [(parameter.name, parameter.hint) for parameter in self.parameters]
        return [*parameters, (RESULT, self.result), (RESULT, self.final)]

    def annotations(self) -> list[tuple[str, ShapeAnnotation]]:
        """Return all shape annotations with what they belong to, in the order in which they are checked."""
        return [
            (owner, part.annotation)
            for owner, hint in self.hints()
            if hint is not None
            for part in walk(hint)
            if isinstance(part, TensorHint)
        ]

    def size_names(self) -> tuple[str, ...]:
        """Return the names of single axes in the signature, which an instance may keep a size under."""
        names = (
            name
            for _, annotation in self.annotations()
            for name in annotation.names
            if name.isidentifier() and not name.startswith("*")
        )
        return tuple(dict.fromkeys(names))

    def links(self) -> tuple[Link, ...]:
        """Return what the names of axes mean, where they may mean a size of the instance.

        A constructor is given what the instance will keep: until then the class has at most a default.
        """
        if not self.class_sizes or not self.parameters:
            return ()
        given = {parameter.name for parameter in self.parameters} if self._makes_an_instance else set()
        instance = self.parameters[0].name
        return tuple(
            Link(name, name, None) if name in given else Link(name, instance, name)
            for name in self.size_names()
            if name in given or instance == "self"
        )

    @property
    def _makes_an_instance(self) -> bool:
        return self.name.rpartition(".")[2] in {"__init__", "__new__"}


def kind_of(function: Callable[..., Any]) -> Kind:
    """Return how the function gives its result."""
    if inspect.iscoroutinefunction(function):
        return Kind.COROUTINE
    if inspect.isasyncgenfunction(function):
        return Kind.ASYNC_GENERATOR
    return Kind.GENERATOR if inspect.isgeneratorfunction(function) else Kind.FUNCTION


def read_signature(
    function: Callable[..., Any], hints: Mapping[str, Any], *, class_sizes: bool = False
) -> CheckedSignature:
    """Read what the hints of a function ask for.

    Args:
        function: the function, for its parameters and its name.
        hints: its resolved hints by parameter, and by "return".
        class_sizes: whether a bare name is also the size of that name on the instance.

    Raises:
        NotationError: if an axis cannot mean a size, or reads a size that nothing gives.
    """
    name = name_of(function)
    kind = kind_of(function)
    read = {owner: _read(hint, owner, name) for owner, hint in hints.items() if owner != RESULT}
    result, final = (_read(hint, RESULT, name) for hint in _results(hints.get(RESULT, Any), kind))
    if RESULT in hints:
        read[RESULT] = result or final
    signature = CheckedSignature(
        name=name,
        kind=kind,
        parameters=tuple(
            Parameter(parameter.name, parameter.kind, parameter.default, read.get(parameter.name))
            for parameter in signature_of(function).parameters.values()
        ),
        result=result,
        final=final,
        plain={owner: hint for owner, hint in hints.items() if read[owner] is None},
        class_sizes=class_sizes,
    )
    for owner, annotation in signature.annotations():
        _validate(signature, owner, annotation)
    return signature


def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """Return the signature of a function; what its hints name need not exist yet.

    Raises:
        ValueError: if the function does not tell, as some that are written in C do not.
    """
    if sys.version_info >= (3, 14):
        # PEP 649: the hints are code that runs when they are asked for. What they name may not exist yet, and
        # then some generated functions, such as `__init__` of a dataclass, can only give them as text.
        import annotationlib

        try:
            return inspect.signature(function, annotation_format=annotationlib.Format.FORWARDREF)
        except Exception:  # noqa: BLE001 -- each of them is evaluated by itself later, which says what is wrong
            return inspect.signature(function, annotation_format=annotationlib.Format.STRING)
    return inspect.signature(function)


def hints_as_text(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the hints of a function as they are written; none before Python 3.14."""
    if sys.version_info >= (3, 14):
        import annotationlib

        written = innermost(function)
        with suppress(Exception):  # Some generated functions cannot tell.
            return dict(annotationlib.get_annotations(written, format=annotationlib.Format.STRING))
    return {}


def name_of(function: Callable[..., Any]) -> str:
    """Return what messages call a function: its name within its module or within the function around it."""
    function = innermost(function)
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return str(name).rpartition("<locals>.")[2]


def innermost(function: Any) -> Any:
    """Return the function that the user wrote, inside partial functions, methods and other decorators."""
    while True:
        if isinstance(function, functools.partial):
            function = function.func
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        elif isinstance(function, types.MethodType):
            function = function.__func__
        else:
            return function


def _results(hint: Any, kind: Kind) -> tuple[Any, Any]:
    """Split the hint of the result into that of each result and that of the value at a generator's end."""
    if not kind.yields:
        return hint, Any
    if get_origin(hint) not in _YIELDING:
        return Any, Any
    arguments = get_args(hint)
    is_full = kind is Kind.GENERATOR and len(arguments) == 3
    return arguments[0], arguments[2] if is_full else Any


def _read(hint: Any, owner: str, function: str) -> Hint | None:
    try:
        return read_hint(hint)
    except NotationError as error:
        error.add_note(messages.in_hint_of(owner, function))
        raise


def _validate(signature: CheckedSignature, owner: str, annotation: ShapeAnnotation) -> None:
    """Refuse an arithmetic axis that reads a size which no argument and no other axis can give."""
    for axis in annotation.axes:
        if isinstance(axis, SymbolicAxis):
            reason = _unknown_name(signature, axis)
            if reason is not None:
                error = NotationError(annotation.text, axis.text, axis.column, reason)
                error.add_note(messages.in_hint_of(owner, signature.name))
                raise error


def _unknown_name(signature: CheckedSignature, axis: SymbolicAxis) -> str | None:
    arguments = {parameter.name for parameter in signature.parameters}
    for hole in holes(axis.expression):
        if hole.path[0] not in arguments:
            return messages.unknown_hole(hole.path[0], signature.name)
    bound = {
        axis.name
        for _, annotation in signature.annotations()
        for axis in annotation.axes
        if isinstance(axis, NamedAxis)
    }.union(link.axis for link in signature.links())
    return next(
        (messages.unbound_name(name) for name in variables(axis.expression) if name not in bound), None
    )
