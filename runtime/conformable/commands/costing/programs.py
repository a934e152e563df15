"""The functions whose bodies are known."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.costing.derived import derived_sizes
from conformable.commands.observations.records import Body, Span
from conformable.commands.observations.sources import Source, read_source
from conformable.commands.observations.static_values import tensors_in

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import StaticAnswer
    from conformable.commands.observations.static_values import StaticValue
    from conformable.core.sizes import Atom, Size


@dataclass(frozen=True, slots=True)
class Function:
    """A function whose body is known.

    Attributes:
        source: Its file.
        node: Its definition.
        body: What the static half knows of it.
        values: The same by expression.
        derived: The sizes that follow from those of its parameters.
    """

    source: Source
    node: ast.FunctionDef | ast.AsyncFunctionDef
    body: Body
    values: Mapping[ast.AST, StaticValue]
    derived: Mapping[Atom, Size]

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters in order."""
        arguments = self.node.args
        return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]

    @property
    def uses_numpy(self) -> bool:
        """Whether there are arrays of NumPy in it."""
        tensors = (tensor for value in self.values.values() for tensor in tensors_in(value))
        return any(tensor.library == "numpy" for tensor in tensors)


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
                    values, derived = _values(source, node, body), derived_sizes(body)
                    self._functions[body.function] = Function(source, node, body, values, derived)

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
