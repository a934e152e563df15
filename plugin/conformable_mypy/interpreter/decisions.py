"""What a condition on sizes has decided: the flag in `ok = True`, `if n != m: ok = False`, `if ok: ...`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, behind, content_of, note, remember
from conformable_mypy.interpreter.values import Integer, Items, Object, ShapeTuple, Tensor, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value


def sizes_in(condition: nodes.Expression, run: Run, state: State) -> frozenset[Symbol]:
    """Collect the sizes that decide a condition which has been evaluated; what a tensor holds is no size."""
    match condition:
        case nodes.UnaryExpr(expr=inner):
            parts = [inner]
        case nodes.OpExpr(op="and" | "or", left=left, right=right):
            parts = [left, right]
        case nodes.ComparisonExpr(operands=operands):
            parts = operands
        case _:
            value = run.recall(condition, state)
            return NO_SYMBOLS if isinstance(value, Tensor) else behind(value, run, state)
    return NO_SYMBOLS.union(*(sizes_in(part, run, state) for part in parts))


def about_something_else(condition: nodes.Expression, run: Run, state: State) -> bool:
    """Tell whether a condition joins a question about sizes with another: `mask is not None and n != m`."""
    match condition:
        case nodes.UnaryExpr(op="not", expr=inner):
            return about_something_else(inner, run, state)
        case nodes.OpExpr(op="and" | "or", left=left, right=right):
            kinds = [_is_about_sizes(part, run, state) for part in (left, right)]
            return None in kinds or len(set(kinds)) > 1
        case _:
            return False


def _is_about_sizes(condition: nodes.Expression, run: Run, state: State) -> bool | None:
    """Tell whether a condition compares sizes; None if only a part of it does."""
    if about_something_else(condition, run, state):
        return None
    match condition:
        case nodes.UnaryExpr(op="not", expr=inner) | nodes.OpExpr(op="and" | "or", left=inner):
            return _is_about_sizes(inner, run, state)
        case nodes.ComparisonExpr(operands=operands):
            values = [content_of(run.recall(operand, state), state) for operand in operands]
            return all(isinstance(value, Integer | Items | ShapeTuple) for value in values)
        case _:
            return False


def executed_apart(
    block: Sequence[nodes.Statement], run: Run, state: State, sizes: frozenset[Symbol] = NO_SYMBOLS
) -> frozenset[Symbol]:
    """Execute a block that not every way goes through.

    Args:
        block: The statements.
        run: The interpretation.
        state: What is known at their beginning.
        sizes: The sizes in the condition under which they are executed.

    Returns:
        The sizes that are guarded in it, see `Frame.guarded`: those in the condition if anything is.
    """
    guards, before, run.frame.guarded = run.frame.guards, run.frame.guarded, NO_SYMBOLS
    run.execute(block, state)
    inside, run.frame.guarded = run.frame.guarded, before | run.frame.guarded
    return inside | sizes if run.frame.guards > guards else inside


def guard(condition: nodes.Expression, sizes: frozenset[Symbol], run: Run, state: State) -> None:
    """Take note that ways end where a condition comes out one way, and others go on."""
    run.frame.guards += 1
    run.frame.guarded |= sizes
    if about_something_else(condition, run, state):
        run.frame.guarded_for_some |= sizes


def enter(run: Run, *ways: State) -> None:
    """Let what was guarded in some cases hold, or not, on ways that an undecided condition leads to."""
    if run.frame.guarded_for_some and all(way.live for way in ways):
        for way in ways:
            way.facts = way.facts.loosen(run.frame.guarded_for_some)


def remember_decision(meeting: State, ends: Sequence[State], sizes: frozenset[Symbol], run: Run) -> None:
    """Let what differs where branches meet remember the sizes that have decided between them.

    Args:
        meeting: The state where they meet; it is changed.
        ends: The state at the end of each branch.
        sizes: The sizes in the conditions.
        run: The interpretation.
    """
    first, *others = [end for end in ends if end.live] or [meeting]
    if not sizes or not others:
        return
    for name, value in meeting.variables.items():
        if any(end.variables.get(name) is not first.variables.get(name) for end in others):
            meeting.variables[name] = remember(value, sizes, run)
    for address, content in meeting.heap.items():
        before = first.heap.get(address)
        if all(end.heap.get(address) is before for end in others):
            continue
        if isinstance(content, Object):
            contents = [before, *(end.heap.get(address) for end in others)]
            meeting.heap[address] = _with_decided_attributes(content, contents, sizes, run)
        else:
            # What a list holds in one case only may fit what else holds in that case.
            note((address,), sizes, run)
            meeting.facts = meeting.facts.loosen(sizes)


def _with_decided_attributes(
    made: Object, contents: Sequence[Value | None], sizes: frozenset[Symbol], run: Run
) -> Object:
    several = [dict(one.attributes) for one in contents if isinstance(one, Object)]
    first = several[0] if several else {}
    attributes = {
        name: value if first.get(name) is value else remember(value, sizes, run)
        for name, value in made.attributes
    }
    # An attribute of the class that one way has stored into.
    stored = dict.fromkeys(name for one in several for name in one if name not in attributes)
    return replace(made, attributes=(*attributes.items(), *((name, Unknown(sizes)) for name in stored)))
