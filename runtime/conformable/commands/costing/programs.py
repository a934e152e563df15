"""The functions whose bodies are known, and what their symbols stand for in a call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.costing.measures import elements, run_symbol
from conformable.commands.observations.records import Body, Span
from conformable.commands.observations.sources import Source, read_source
from conformable.commands.observations.static_values import (
    StaticChain,
    StaticInteger,
    StaticItems,
    StaticLayer,
    StaticObject,
    StaticTensor,
    StaticValue,
)
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import StaticAnswer
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.sizes import Atom


@dataclass(frozen=True, slots=True)
class Function:
    """A function whose body is known.

    Attributes:
        source: Its file.
        node: Its definition.
        body: What the static half knows of it.
        values: The same by expression.
    """

    source: Source
    node: ast.FunctionDef | ast.AsyncFunctionDef
    body: Body
    values: Mapping[ast.AST, StaticValue]

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters in order."""
        arguments = self.node.args
        return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


class Program:
    """All functions of some files.

    Args:
        answer: What the static half says.
        files: The files.
    """

    def __init__(self, answer: StaticAnswer, files: Iterable[Path]) -> None:
        self._functions: dict[str, Function] = {}
        for path in files:
            bodies = answer.bodies_of(path)
            source = read_source(path, {span for body in bodies for span in body.expressions})
            for body in bodies:
                node = source.function_at(body.line)
                if node is not None and body.function is not None:
                    self._functions[body.function] = Function(source, node, body, _values(source, node, body))

    def function(self, fullname: str) -> Function | None:
        """Return a function by its full name."""
        return self._functions.get(fullname)

    def named(self, path: Path, name: str) -> Function | None:
        """Return a function of a file by its qualified name."""
        for function in self._functions.values():
            module = function.body.module
            if function.source.path == path and function.body.function == f"{module}.{name}":
                return function
        return None


def _values(source: Source, function: ast.AST, body: Body) -> dict[ast.AST, StaticValue]:
    """Return what is known of each expression, and of the target of each `x += y`."""
    values: dict[ast.AST, StaticValue] = {
        source.places[span].node: value for span, value in body.expressions.items() if span in source.places
    }
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign):
            target = node.target
            span = Span(target.lineno, target.col_offset, target.end_lineno or 0, target.end_col_offset or 0)
            values[target] = body.expressions.get(span)
    return values


def substitution(function: Function, arguments: Mapping[str, StaticValue]) -> dict[Atom, Size]:
    """Return what the symbols of a function stand for in a call.

    Args:
        function: The called function.
        arguments: What the caller passes, by parameter.
    """
    found: dict[Atom, Size] = {}
    for name, declared in function.body.parameters.items():
        _match_values(declared, arguments.get(name), found)
    return found


def _match_values(declared: StaticValue, actual: StaticValue, found: dict[Atom, Size]) -> None:
    match declared, actual:
        case StaticTensor(shape), StaticTensor(other):
            _match(shape, other, found)
        case StaticInteger(size), StaticInteger(other_size) if size.atom is not None:
            found.setdefault(size.atom, other_size)
        case StaticObject(_, attributes), StaticObject(_, others):
            _match_all(((value, others.get(name)) for name, value in attributes.items()), found)
        case StaticLayer(_, state), StaticLayer(_, other_state):
            _match_states(state, other_state, found)
        case (StaticItems(_, items), StaticItems(_, others)) | (StaticChain(items), StaticChain(others)):
            _match_all(zip(items, others, strict=False), found)
        case _:
            pass


def _match_all(pairs: Iterable[tuple[StaticValue, StaticValue]], found: dict[Atom, Size]) -> None:
    for declared, actual in pairs:
        _match_values(declared, actual, found)


def _match_states(declared: ModuleState, actual: ModuleState, found: dict[Atom, Size]) -> None:
    for name, argument in declared.attributes:
        match argument, actual.attribute(name):
            case Size() as size, Size() as other if size.atom is not None:
                found.setdefault(size.atom, other)
            case Shape() as shape, Shape() as other_shape:
                _match(shape, other_shape, found)
            case _:
                pass


def _match(declared: Shape, actual: Shape, found: dict[Atom, Size]) -> None:
    variadic = declared.variadic
    before, after = declared.before, declared.after
    if variadic is None and actual.rank != declared.rank:
        return
    positions = [*range(len(before)), *range(-len(after), 0)]
    for size, position in zip((*before, *after), positions, strict=True):
        other = actual.axis(position)
        if size.atom is not None and other is not None:
            found.setdefault(size.atom, other)
    if variadic is not None:
        _match_run(variadic, actual, len(before), len(after), found)


def _match_run(variadic: Variadic, actual: Shape, before: int, after: int, found: dict[Atom, Size]) -> None:
    parts = actual.parts[before : len(actual.parts) - after]
    if len(parts) == len(actual.parts) - before - after:
        found.setdefault(run_symbol(variadic), elements(Shape(parts)))
