"""What is known about the functions of a file and holds in every run, in the words of these functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.commands.annotating.axis_names import axis_names
from conformable.commands.annotating.hints import Array
from conformable.commands.annotating.local_names import own_nodes
from conformable.commands.annotating.unenforced import unenforced, yielding_functions
from conformable.commands.observations.static_values import StaticItems, StaticTensor
from conformable.core.sizes import ZERO

if TYPE_CHECKING:
    from conformable.commands.annotating.axis_names import AxisNames
    from conformable.commands.annotating.imports import Imports
    from conformable.commands.annotating.unenforced import Unenforced
    from conformable.commands.observations.records import Body, Span
    from conformable.commands.observations.sources import Source
    from conformable.commands.observations.static_values import StaticValue

#: jaxtyping's word for an array of whose elements nothing is known.
ANY_ELEMENT: Final = "Shaped"

#: Decorators that read the source of a function, or its annotations, and do not understand jaxtyping's.
_COMPILERS: Final = ("numba.", "torch.jit.", "triton.", "typing.overload")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proven:
    """One function.

    Attributes:
        function: The function in the source.
        is_method: Whether it stands in a class.
        has_axes: Whether a parameter has a shape, so that there are names to write other shapes with.
    """

    function: ast.FunctionDef
    is_method: bool
    has_axes: bool
    _names: AxisNames
    _doubts: Unenforced
    _values: Mapping[ast.expr, StaticValue]

    def array(self, node: ast.expr) -> Array | None:
        """Return the annotation of an expression, if it is an array that can have one."""
        return self._array(node, self._values.get(node))

    def arrays(self, node: ast.expr) -> list[Array] | None:
        """Return the annotations of the items of a tuple, if it is written out and holds only such arrays."""
        value = self._values.get(node)
        if not isinstance(node, ast.Tuple) or not isinstance(value, StaticItems):
            return None
        if not node.elts or len(node.elts) != len(value.items):
            return None
        found = [self._array(item, known) for item, known in zip(node.elts, value.items, strict=True)]
        arrays = [each for each in found if each is not None]
        return arrays if len(arrays) == len(found) else None

    def _array(self, node: ast.expr, value: StaticValue) -> Array | None:
        if not isinstance(value, StaticTensor) or self._doubts.supports(node, value.shape):
            return None
        if value.library == "numpy" and not value.shape.least_rank:
            return None  # What NumPy reduces to no axes at all is a scalar and no array.
        dims = self._names.dim_string(value.shape)
        return None if dims is None else Array(value.dtype or ANY_ELEMENT, value.library, dims)


def proven_functions(source: Source, bodies: Iterable[Body], imports: Imports) -> Iterator[Proven]:
    """Yield the functions of a file whose body is known and has no report in it.

    Generators and coroutines are left out: their bodies run later.

    Args:
        source: The file.
        bodies: What is known of it.
        imports: What it imports.
    """
    stored, yielding = _stored_attributes(source.tree), yielding_functions(source.tree)
    methods = {each for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) for each in node.body}
    for body in bodies:
        function = source.function_at(body.line) if body.function is not None else None
        if not isinstance(function, ast.FunctionDef) or _is_left_alone(function, imports):
            continue
        values = _at_places(source, body.expressions)
        if any(ZERO in assumptions.different for assumptions in body.assumed.values()):
            continue  # Behind a report, only the ways count that do not go there.
        yield Proven(
            function,
            function in methods,
            any(map(_has_shape, body.parameters.values())),
            axis_names(body, function, stored),
            unenforced(function, _at_places(source, body.assumed), values, yielding),
            values,
        )


def _at_places(source: Source, found: Mapping[Span, T]) -> dict[ast.expr, T]:
    """Put what was found at the expressions that stand there."""
    return {source.places[span].node: value for span, value in found.items() if span in source.places}


def _is_left_alone(function: ast.FunctionDef, imports: Imports) -> bool:
    decorators = (each.func if isinstance(each, ast.Call) else each for each in function.decorator_list)
    return any(imports.full_name(each).startswith(_COMPILERS) for each in decorators) or any(
        isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function)
    )


def _stored_attributes(tree: ast.Module) -> set[str]:
    """Return the attributes that are stored to anywhere but in a constructor."""
    constructed = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
        for inner in ast.walk(node)
    }
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and node not in constructed
    }


def _has_shape(value: StaticValue) -> bool:
    if not isinstance(value, StaticTensor):
        return False
    return value.shape.variadic is None or value.shape.variadic.rigid or value.shape.least_rank > 0
