"""Sizes that a condition may say something of without showing it: `len({len(x), len(y)}) > 1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.values import Object, Tensor, Value, symbols_of

if TYPE_CHECKING:
    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

    Symbols = frozenset[Symbol]


@ByClass
def hidden(node: nodes.Expression, run: Run, state: State) -> Symbols:
    """Collect the sizes that calls in an expression, and sets, are given and do not show in what they give.

    What a tensor holds is no size.
    """
    return frozenset()


@hidden.register(nodes.CallExpr)
def _(node: nodes.CallExpr, run: Run, state: State) -> Symbols:
    return _given(node.args, run, state) - symbols_of(content_of(run.recall(node, state), state))


@hidden.register(nodes.SetExpr)
def _(node: nodes.SetExpr, run: Run, state: State) -> Symbols:
    return _given(node.items, run, state)


@hidden.register(nodes.OpExpr)
def _(node: nodes.OpExpr, run: Run, state: State) -> Symbols:
    return hidden(node.left, run, state) | hidden(node.right, run, state)


@hidden.register(nodes.UnaryExpr)
def _(node: nodes.UnaryExpr, run: Run, state: State) -> Symbols:
    return hidden(node.expr, run, state)


def _given(parts: list[nodes.Expression], run: Run, state: State) -> Symbols:
    values = [content_of(run.recall(part, state), state) for part in parts]
    shown = [symbols_of(value) for value in values if not isinstance(value, Tensor)]
    return frozenset().union(*shown, *(hidden(part, run, state) for part in parts))


def content_of(value: Value, state: State) -> Value:
    """Give what a list or dict holds; of an object, which may hold anything, nothing."""
    content = state.content(value)
    return value if isinstance(content, Object) else content
