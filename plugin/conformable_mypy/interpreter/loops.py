"""Loops: unrolled where the items are few and known, else to a fixed point."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable_mypy.interpreter import (
    assignments,
    conditions,
    decisions,
    forgetting,
    guarded_cases,
    hidden_sizes,
    iterations,
)
from conformable_mypy.interpreter.frames import Loop
from conformable_mypy.interpreter.iterating import MAX_UNROLLED, any_item, iterate
from conformable_mypy.interpreter.loop_reads import reads_changes
from conformable_mypy.interpreter.state import State, join_many
from conformable_mypy.interpreter.stores import statements_in, targets_of
from conformable_mypy.interpreter.values import UNKNOWN, Items, Many

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.facts import Facts
    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run

MAX_PASSES: Final = 4
"""Passes over a loop's body until what still changes is given up as unknown, one by one."""

LAST_PASS: Final = 2 * MAX_PASSES
"""The pass after which nothing is known, should even that not have settled."""


MAX_NESTED: Final = 4
"""Loops inside this many others: of what their bodies mention nothing is known, so one pass is enough."""


def execute(node: nodes.ForStmt | nodes.WhileStmt, run: Run, state: State) -> None:
    """Execute a loop."""
    refused = run.refused_for_some
    if isinstance(node, nodes.ForStmt):
        _execute_for(node, run, state)
    else:
        _execute_while(node, run, state)
    if run.refused_for_some > refused and not run.is_in_loop and state.live:
        _forget_stored(node, run, state)


def _execute_for(node: nodes.ForStmt, run: Run, state: State) -> None:
    """Execute `for`; it may run zero times unless its items are known."""
    sequence = run.evaluate(node.expr, state)
    if isinstance(node.expr, nodes.CallExpr):
        # `range(n == m)` runs once or not at all.
        hidden_sizes.loosen_tested(node.expr.args, run, state)
    items = iterate(sequence, node, run, state)
    if isinstance(items, Items) and len(items.items) <= MAX_UNROLLED:
        _unroll(node, items, run, state)
        return

    def enter(inner: State) -> None:
        assignments.assign(node.index, any_item(items, node, run, inner), node, run, inner)

    with run.findings.branch(loop=not _is_of_unknown_range(node.expr, items, state)):
        _to_fixed_point(node, node.body, enter, lambda _: None, run, state)
    _else(node.else_body, run, state)


def _is_of_unknown_range(sequence: nodes.Expression, items: Items | Many, state: State) -> bool:
    """Tell whether a loop counts up to a number that is not known, which may be 0 where it must not run."""
    if not isinstance(sequence, nodes.CallExpr) or not isinstance(sequence.callee, nodes.NameExpr):
        return False
    count = items.count if isinstance(items, Many) else None
    is_known = count is not None and all(map(state.facts.is_rigid, count.symbols()))
    return sequence.callee.fullname == "builtins.range" and not is_known


def _execute_while(node: nodes.WhileStmt, run: Run, state: State) -> None:
    """Execute `while`: the body learns that the condition holds, what follows that it does not."""

    def enter(inner: State) -> None:
        run.evaluate(node.expr, inner)
        conditions.assume(node.expr, True, run, inner)  # noqa: FBT003
        guarded_cases.enter(run, inner)

    def leave(after: State) -> None:
        run.evaluate(node.expr, after)
        conditions.assume(node.expr, False, run, after)  # noqa: FBT003

    with run.findings.branch(loop=True):
        _to_fixed_point(node, node.body, enter, leave, run, state)
    _else(node.else_body, run, state)


def _unroll(node: nodes.ForStmt, items: Items, run: Run, state: State) -> None:
    breaks: list[State] = []
    sizes: frozenset[Symbol] = frozenset()
    for index, item in enumerate(items.items):
        if not state.live:
            break
        run.path.append(f"{node.line}:{node.column}[{index}]")
        assignments.assign(node.index, item, node, run, state)
        loop = Loop()
        run.frame.loops.append(loop)
        run.execute(node.body.body, state)
        run.frame.loops.pop()
        _meet([state.copy(), *loop.continues], run.place(node), loop.sizes, run, state)
        run.path.pop()
        breaks.extend(loop.breaks)
        sizes |= loop.sizes
    _else(node.else_body, run, state)
    _meet([state.copy(), *breaks], f"{run.place(node)}<", sizes, run, state)


def _meet(ends: list[State], place: str, sizes: frozenset[Symbol], run: Run, state: State) -> None:
    """Join the states in which a loop, or an iteration, may have ended."""
    state.become(join_many(ends, place))
    decisions.remember_decision(state, ends, sizes, run)


def _to_fixed_point(
    node: nodes.ForStmt | nodes.WhileStmt,
    body: nodes.Block,
    enter: Callable[[State], None],
    leave: Callable[[State], None],
    run: Run,
    state: State,
) -> None:
    """Pass over the body until the state at its head does not change any more."""
    place = run.place(node)
    head = state.copy()
    deep = len(run.frame.loops) >= MAX_NESTED
    if deep:
        forgetting.forget_mentioned(body, head)
    loop, known, guarded = Loop(), state.facts, hidden_sizes.NO_SYMBOLS
    for passes in range(LAST_PASS + 1):
        inner, found, made_before = head.copy(), frozenset(run.findings.reports), run.names_given
        loop = Loop()
        run.frame.loops.append(loop)
        with run.findings.branch(undecided=False):
            enter(inner)
            if inner.live:
                guarded |= guarded_cases.executed_apart(body.body, run, inner)
        run.frame.loops.pop()
        back = inner.copy()
        _meet([inner, *loop.continues], f"{place}^", loop.sizes, run, back)
        if deep:
            head.facts = _facts_at_head(known, head, back)
            break
        following = iterations.following(head, back, place, made_before) if back.live else head
        following.facts = _facts_at_head(known, head, back)
        if passes >= MAX_PASSES:
            following = _given_up(head, following)
        if _is_settled(head, following):
            head = following
            break
        filled = iterations.anew(following, head, place, made_before, filled=True)
        # Whoever asks for the value of every expression is to see what a list has grown to.
        if run.observed is None and not reads_changes(node, head, filled, run):
            head = filled
            break
        following = iterations.anew(following, head, place, made_before)
        run.findings.keep_certain(found)
        head = following if passes < LAST_PASS else _nothing_known(head, known)
    leave(head)
    head.facts = head.facts.loosen(guarded)
    _meet([head, *loop.breaks], f"{place}<", loop.sizes, run, state)


def _nothing_known(head: State, facts: Facts) -> State:
    """Give a state that holds for whatever the loop does."""
    return State(dict.fromkeys(head.variables, UNKNOWN), {}, facts)


def _facts_at_head(known: Facts, head: State, back: State) -> Facts:
    """Give what holds in every iteration: what held before the loop, less what a condition in it loosens."""
    if not back.live:
        return head.facts
    fixed = {symbol for symbol in back.facts.loosened if symbol.rigid or symbol in known.determined}
    return known.with_loosened(head.facts.loosened | fixed)


def _is_settled(head: State, following: State) -> bool:
    """Tell whether a pass has changed nothing that was known before it.

    The variables and objects that it has made do not count: where the body reads such a variable before
    it sets it, the pass has taken it for unknown, which holds for every iteration.
    """
    known = all(following.heap.get(address) == content for address, content in head.heap.items())
    kept = all(following.variables.get(variable) == value for variable, value in head.variables.items())
    return known and kept and head.facts == following.facts


def _given_up(head: State, following: State) -> State:
    """Give up what has not settled."""
    result = following.copy()
    result.variables = {
        name: value if head.variables.get(name) == value else UNKNOWN
        for name, value in following.variables.items()
    }
    result.heap = {
        address: value if head.heap.get(address) == value else UNKNOWN
        for address, value in following.heap.items()
    }
    return result


def _forget_stored(node: nodes.ForStmt | nodes.WhileStmt, run: Run, state: State) -> None:
    """Forget what a loop has stored in which something fails for some sizes: for others it gives a result."""
    for target in chain.from_iterable(map(targets_of, statements_in([node]))):
        assignments.assign(target, UNKNOWN, node, run, state)
    for value in list(state.variables.values()):
        forgetting.forget_content(value, state)


def left_where(sizes: frozenset[Symbol], run: Run) -> None:
    """Note the sizes in a condition under which the innermost loop may have been left or continued early."""
    if run.frame.loops:
        run.frame.loops[-1].sizes |= sizes


def _else(block: nodes.Block | None, run: Run, state: State) -> None:
    if block is not None and state.live:
        run.execute(block.body, state)
