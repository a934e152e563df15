"""`torch.vmap`: a function that is called with the rows of tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.shapes import Shape
from conformable_mypy.interpreter.arguments import Arguments
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Items,
    Mapped,
    Operation,
    Tensor,
    Unknown,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from mypy import nodes

    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

_HARMLESS: Final = frozenset({"randomness", "chunk_size"})


def vmap(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Keep a function that is to be mapped over axis 0; over other axes, nothing is known of it."""
    if len(arguments.positional) != 1 or not arguments.keywords.keys() <= _HARMLESS:
        return UNKNOWN
    return Mapped(arguments.positional[0].value)


def rows_of(arguments: Arguments) -> tuple[Size, Arguments] | None:
    """Return how many rows the arguments have, and what the function gets of each; None if unknown."""
    if arguments.keywords or not arguments.complete or not arguments.positional:
        return None
    rows, counts = [], []
    for operand in arguments.positional:
        value = operand.value
        count = value.shape.axis(0) if isinstance(value, Tensor) else None
        if not isinstance(value, Tensor) or count is None:
            return None
        row = Tensor(value.shape.replace(0), value.library, value.dtype)
        label = spelling(operand.node) if operand.node is not None else operand.label
        rows.append(Operand(row, label=f"{label}[i]" if label else ""))
        counts.append(count)
    return counts[0], Arguments(rows)


def stacked(result: Value, count: Size) -> Value:
    """Return what the results for all rows are together."""
    match result:
        case Tensor(shape):
            return Tensor(Shape((count, *shape.parts)), result.library, result.dtype)
        case Items(items, "tuple"):
            return Items(tuple(stacked(item, count) for item in items))
        case Unknown():
            return result
        case _:
            return unknown_from((result,))
