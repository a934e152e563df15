"""Comprehensions and generator expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from conformable_mypy.interpreter import assignments, conditions
from conformable_mypy.interpreter.iterating import MAX_UNROLLED, any_item, counted, iterate
from conformable_mypy.interpreter.values import UNKNOWN, Items, Many, Value

if TYPE_CHECKING:
    from mypy import nodes

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def generate(node: nodes.GeneratorExpr, kind: Literal["list", "tuple"], run: Run, state: State) -> Value:
    """Give the items that a comprehension makes: one by one if there are few, else one for all."""
    items = iterate(run.evaluate(node.sequences[0], state), node, run, state)
    if isinstance(items, Items) and _is_simple(node) and len(items.items) <= MAX_UNROLLED:
        inner = state.copy()
        made = []
        for index, item in enumerate(items.items):
            run.path.append(f"{node.line}:{node.column}[{index}]")
            assignments.assign(node.indices[0], item, node, run, inner)
            made.append(run.evaluate(node.left_expr, inner))
            run.path.pop()
        heap = inner.heap
        _take_over(state, inner)
        # Each item is made exactly once: what that teaches holds from here on.
        state.heap, state.facts = heap, inner.facts
        return Items(tuple(made), kind)
    inner = state.copy()
    _bind_loops(node, items, run, inner)
    if not inner.live:
        return Many(UNKNOWN, kind)
    item = run.evaluate(node.left_expr, inner)
    _take_over(state, inner)
    return Many(item, kind, counted(items) if _is_simple(node) else None)


def _take_over(state: State, inner: State) -> None:
    """Keep the objects made in a comprehension; what it changes any number of times is not known after it."""
    for variable, value in inner.variables.items():
        if state.variables.get(variable) is not value:
            state.variables[variable] = UNKNOWN
    changed = {address for address, content in state.heap.items() if inner.heap.get(address) != content}
    state.heap = {
        address: UNKNOWN if address in changed else content for address, content in inner.heap.items()
    }


def visit_dictionary(node: nodes.DictionaryComprehension, run: Run, state: State) -> None:
    """Go through a dict comprehension for what it may report."""
    inner = state.copy()
    for index, sequence, tests in zip(node.indices, node.sequences, node.condlists, strict=True):
        items = iterate(run.evaluate(sequence, inner), node, run, inner)
        assignments.assign(index, any_item(items, node, run, inner), node, run, inner)
        for test in tests:
            run.evaluate(test, inner)
            conditions.assume(test, True, run, inner)  # noqa: FBT003
    if inner.live:
        if node.key is not None:
            run.evaluate(node.key, inner)
        run.evaluate(node.value, inner)
    _take_over(state, inner)


def _is_simple(node: nodes.GeneratorExpr) -> bool:
    return len(node.sequences) == 1 and not node.condlists[0] and not node.is_async[0]


def _bind_loops(node: nodes.GeneratorExpr, items: Items | Many, run: Run, inner: State) -> None:
    """Bind the loop variables to any of their items, under the conditions of the comprehension."""
    for level, (index, tests) in enumerate(zip(node.indices, node.condlists, strict=True)):
        if level:
            items = iterate(run.evaluate(node.sequences[level], inner), node, run, inner)
        assignments.assign(index, any_item(items, node, run, inner), node, run, inner)
        for test in tests:
            run.evaluate(test, inner)
            conditions.assume(test, True, run, inner)  # noqa: FBT003
