"""`reveal_type`, `assert_type` and `cast`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.binding import Place
from conformable_mypy.interpreter import naming
from conformable_mypy.interpreter.annotated import has_shapes
from conformable_mypy.interpreter.checking import hold
from conformable_mypy.interpreter.operations import Operand, annotated
from conformable_mypy.interpreter.values import Choice, Items, Many, Scalar, Tensor, Value

if TYPE_CHECKING:
    from mypy import nodes

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def reveal(value: Value, node: nodes.RevealExpr, run: Run, state: State) -> None:
    """Show the shape of a tensor, or of the tensors in a tuple or list."""
    text = describe_shape(state.content(value))
    if text:
        run.reveal(node, messages.revealed(text))


def describe_shape(value: Value) -> str:
    """Write the shapes in a value as annotations; "" where it holds no tensor."""
    match value:
        case Tensor():
            return annotated(value).replace('"', "'")
        case Items(items, kind="tuple") if any(map(describe_shape, items)):
            return f"tuple[{', '.join(describe_shape(item) or '...' for item in items)}]"
        case Items(items, kind="list") if any(map(describe_shape, items)):
            return f"[{', '.join(describe_shape(item) or '...' for item in items)}]"
        case Many(item, kind) if describe_shape(item):
            return f"{kind}[{describe_shape(item)}{', ...' if kind == 'tuple' else ''}]"
        case Choice(options) if any(map(describe_shape, options)):
            return " | ".join(describe_shape(option) or _plain(option) for option in options)
        case _:
            return ""


def cast(value: Value, node: nodes.CastExpr, run: Run, state: State) -> Value:
    """Give what a cast declares; where that says nothing of a shape, the value's own stays."""
    return naming.declared_here(run, state, node).value(node.type) if has_shapes(node.type) else value


def check_assert_type(value: Value, node: nodes.AssertTypeExpr, run: Run, state: State) -> None:
    """Hold the shape of an expression against `assert_type`."""
    place = Place(messages.asserted(), messages.asserted())
    hold(Operand(value, node.expr), node.type, place, node, run, state)


def _plain(value: Value) -> str:
    return "None" if isinstance(value, Scalar) and value.value is None else "..."
