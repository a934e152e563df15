"""Comprehensions and generator expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from conformable_mypy.interpreter import assignments, conditions, decisions
from conformable_mypy.interpreter.dictionaries import known_key
from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, remember
from conformable_mypy.interpreter.iterating import MAX_UNROLLED, any_item, counted, iterate
from conformable_mypy.interpreter.values import UNKNOWN, Entries, Items, Many, Table, Value, symbols_of

if TYPE_CHECKING:
    from mypy import nodes

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

    Comprehension = nodes.GeneratorExpr | nodes.DictionaryComprehension


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
    made_before = run.names_given
    item = run.evaluate(node.left_expr, inner)
    _take_over(state, inner)
    _loosen_kept(node, item, run, state)
    state.stand_for_several(made_before)
    return Many(item, kind, counted(items) if _is_simple(node) else None)


def _loosen_kept(node: Comprehension, item: Value, run: Run, state: State) -> None:
    """What is kept has fitted the conditions: its sizes may equal those that it was held against."""
    if not _is_simple(node):
        state.facts = state.facts.loosen(sizes_in(node, run, state) & symbols_of(item))


def sizes_in(node: Comprehension, run: Run, state: State) -> frozenset[Symbol]:
    """Collect the sizes that decide which items a comprehension has: those in its conditions."""
    tests = (test for group in node.condlists for test in group)
    return NO_SYMBOLS.union(*(decisions.sizes_in(test, run, state) for test in tests))


def _take_over(state: State, inner: State) -> None:
    """Keep the objects made in a comprehension; what it changes any number of times is not known after it."""
    for variable, value in inner.variables.items():
        if state.variables.get(variable) is not value:
            state.variables[variable] = UNKNOWN
    changed = {address for address, content in state.heap.items() if inner.heap.get(address) != content}
    state.heap = {
        address: UNKNOWN if address in changed else content for address, content in inner.heap.items()
    }


def dictionary(node: nodes.DictionaryComprehension, run: Run, state: State) -> Value:
    """Give the dict that a comprehension makes: with few and known keys, else with one item for all."""
    items = iterate(run.evaluate(node.sequences[0], state), node, run, state)
    simple = _is_simple(node) and isinstance(items, Items) and len(items.items) <= MAX_UNROLLED
    inner, made_before = state.copy(), run.names_given
    if simple and isinstance(items, Items):
        made = _unrolled(node, items, run, inner)
        if all(key is not None for key, _ in made):
            _take_over(state, inner)
            return Entries(tuple({key: value for key, value in made if key is not None}.items()))
        inner = state.copy()
    _bind_loops(node, items, run, inner)
    if not inner.live:
        return UNKNOWN
    if node.key is not None:
        run.evaluate(node.key, inner)
    item = run.evaluate(node.value, inner)
    _take_over(state, inner)
    _loosen_kept(node, item, run, state)
    state.stand_for_several(made_before)
    return Table(item)


def _unrolled(
    node: nodes.DictionaryComprehension, items: Items, run: Run, inner: State
) -> list[tuple[str | int | None, Value]]:
    """Make the items of a dict one by one, with their keys where those are known."""
    made = []
    for index, item in enumerate(items.items):
        run.path.append(f"{node.line}:{node.column}[{index}]")
        assignments.assign(node.indices[0], item, node, run, inner)
        key = known_key(run.evaluate(node.key, inner)) if node.key is not None else None
        made.append((key, run.evaluate(node.value, inner)))
        run.path.pop()
    return made


def _is_simple(node: Comprehension) -> bool:
    return len(node.sequences) == 1 and not node.condlists[0] and not node.is_async[0]


def _bind_loops(node: Comprehension, items: Items | Many, run: Run, inner: State) -> None:
    """Bind the loop variables to any of their items, under the conditions of the comprehension."""
    for level, (index, tests) in enumerate(zip(node.indices, node.condlists, strict=True)):
        if level:
            items = iterate(run.evaluate(node.sequences[level], inner), node, run, inner)
        any_one = remember(any_item(items, node, run, inner), symbols_of(items), run)
        assignments.assign(index, any_one, node, run, inner)
        for test in tests:
            run.evaluate(test, inner)
            conditions.assume(test, True, run, inner)  # noqa: FBT003
