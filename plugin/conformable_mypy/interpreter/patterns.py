"""`match`: which patterns fit a value, and what they bind."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Final

from mypy import nodes, patterns

from conformable.core.shapes import Shape
from conformable_mypy.interpreter import (
    assignments,
    conditions,
    guarded_cases,
    hidden_sizes,
    instances,
    refining,
)
from conformable_mypy.interpreter.state import State, join, join_many
from conformable_mypy.interpreter.stores import captured_names
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Choice,
    Integer,
    Items,
    Scalar,
    ShapeTuple,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run

NEITHER: Final = None
"""A pattern that may fit and may not."""


def execute_match(node: nodes.MatchStmt, run: Run, state: State) -> None:
    """Try the patterns in turn; a case is left out where its pattern certainly does not fit."""
    value = run.evaluate(node.subject, state)
    before = by_guards = state.facts.loosened
    ends: list[State] = []
    guarded = hidden_sizes.NO_SYMBOLS
    for pattern, guard, body in zip(node.patterns, node.guards, node.bodies, strict=True):
        taken = state.copy()
        fits = fit(pattern, value, run, taken)
        if fits is False:
            continue
        if fits is NEITHER:
            _loosen(value, run, state, taken)
        _refine_subject(node.subject, pattern, value, run, taken)
        passed_by = _refused_by(guard, run, taken)
        guarded_cases.enter(run, taken, state)
        by_guards |= taken.facts.loosened | passed_by.facts.loosened
        if taken.live:
            with run.findings.branch(undecided=guard is not None or not fits):
                guarded |= guarded_cases.executed_apart(body.body, run, taken)
        ends.append(taken)
        if guard is not None:
            state.become(passed_by if fits else join(state.copy(), passed_by, run.place(guard)))
        else:
            _exclude(pattern, value, run, state)
            value = instances.excluded(value, pattern, state)
            refining.refine(node.subject, value, state)
            state.live = not fits and value != Choice(())
        if not state.live:
            break
    ends.append(state.copy())
    state.become(join_many(ends, run.place(node)))
    conditions.restore_loosened(state, before, by_guards, ends)
    run.frame.guarded_for_some |= guarded


def _loosen(value: Value, run: Run, *states: State) -> None:
    """That a pattern fits, or does not, may say anything about the sizes that the value does not show."""
    for state in states:
        hidden_sizes.loosen_hidden((value,), run, state)


def _exclude(pattern: patterns.Pattern, value: Value, run: Run, state: State) -> None:
    """Learn that a size is not the one of a pattern that has not fitted."""
    if isinstance(pattern, patterns.ValuePattern) and isinstance(value, Integer):
        expected = run.recall(pattern.expr, state)
        if isinstance(expected, Integer):
            state.facts = state.facts.distinguish(value.size, expected.size)


def _refused_by(guard: nodes.Expression | None, run: Run, state: State) -> State:
    """Let a state learn that a guard holds; give the one in which it does not. Without a guard, none does."""
    refused = state.copy()
    if guard is None:
        refused.live = False
        return refused
    run.evaluate(guard, state)
    refused = state.copy()
    conditions.assume(guard, True, run, state)  # noqa: FBT003
    conditions.assume(guard, False, run, refused)  # noqa: FBT003
    return refused


@singledispatch
def fit(pattern: patterns.Pattern, value: Value, run: Run, state: State) -> bool | None:
    """Bind the names of a pattern to parts of a value.

    Returns:
        Whether it certainly fits, or certainly does not; None if that is open.
    """
    for name in captured_names(pattern):
        assignments.bind(name, UNKNOWN, run, state)
    return NEITHER


@fit.register(patterns.AsPattern)
def _(pattern: patterns.AsPattern, value: Value, run: Run, state: State) -> bool | None:
    fits = True if pattern.pattern is None else fit(pattern.pattern, value, run, state)
    if pattern.name is not None:
        narrowed = instances.narrowed_by_pattern(value, pattern.pattern, state)
        assignments.bind(pattern.name, narrowed, run, state)
    return fits


@fit.register(patterns.OrPattern)
def _(pattern: patterns.OrPattern, value: Value, run: Run, state: State) -> bool | None:
    fits = [fit(part, value, run, state.copy()) for part in pattern.patterns]
    for name in captured_names(pattern):
        assignments.bind(name, UNKNOWN, run, state)
    return True if True in fits else False if all(found is False for found in fits) else NEITHER


@fit.register(patterns.ValuePattern)
def _(pattern: patterns.ValuePattern, value: Value, run: Run, state: State) -> bool | None:
    expected = run.evaluate(pattern.expr, state)
    decided = conditions.decide_comparison("==", value, expected, state)
    if isinstance(value, Integer) and isinstance(expected, Integer) and decided is not False:
        state.facts = state.facts.equate(value.size, expected.size)
    return decided


@fit.register(patterns.SingletonPattern)
def _(pattern: patterns.SingletonPattern, value: Value, run: Run, state: State) -> bool | None:
    if pattern.value is None:
        return conditions.decide_comparison("is", value, Scalar(None), state)
    match value:
        case Scalar(bool(known)):
            return known is pattern.value
        case _:
            return NEITHER


@fit.register(patterns.SequencePattern)
def _(pattern: patterns.SequencePattern, value: Value, run: Run, state: State) -> bool | None:
    parts = pattern.patterns
    content = state.content(value)
    starred = any(isinstance(part, patterns.StarredPattern) for part in parts)
    if isinstance(content, ShapeTuple) and not starred and len(parts) >= content.shape.least_rank:
        content = Items(_sizes(content.shape, len(parts), pattern, run), "size")
    if not isinstance(content, Items) or starred:
        for name in captured_names(pattern):
            assignments.bind(name, UNKNOWN, run, state)
        return _length_fits(content, len(parts) - starred, starred=starred)
    if len(content.items) != len(parts):
        return False
    fits = [fit(part, item, run, state) for part, item in zip(parts, content.items, strict=True)]
    if content is not state.content(value):
        return NEITHER
    return False if False in fits else True if all(fits) else NEITHER


@fit.register(patterns.ClassPattern)
def _(pattern: patterns.ClassPattern, value: Value, run: Run, state: State) -> bool | None:
    for name in captured_names(pattern):
        assignments.bind(name, UNKNOWN, run, state)
    decided = instances.is_instance(state.content(value), pattern.class_ref.node)
    inner = [*pattern.positionals, *pattern.keyword_values]
    return decided if not inner or decided is False else NEITHER


def _sizes(shape: Shape, rank: int, node: nodes.Context, run: Run) -> tuple[Value, ...]:
    missing = rank - shape.least_rank
    fresh = (run.fresh_size(node, least=1) for _ in range(missing))
    return tuple(map(Integer, (*shape.before, *fresh, *shape.after)))


def _length_fits(content: Value, least: int, *, starred: bool) -> bool | None:
    if isinstance(content, Items) and starred:
        return NEITHER if len(content.items) >= least else False
    if isinstance(content, ShapeTuple) and not starred:
        return NEITHER if least >= content.shape.least_rank else False
    return NEITHER


def _refine_subject(
    subject: nodes.Expression, pattern: patterns.Pattern, value: Value, run: Run, state: State
) -> None:
    """Learn the rank of `x` from `match x.shape: case (b, n): ...`, and the class of a name."""
    owner = refining.shape_owner(subject)
    if isinstance(pattern, patterns.SequencePattern) and owner is not None and isinstance(value, ShapeTuple):
        names = [part.name for part in pattern.patterns if isinstance(part, patterns.AsPattern)]
        known = [
            state.variables.get(name.node) for name in names if name is not None and name.node is not None
        ]
        sizes = tuple(size.size for size in known if isinstance(size, Integer))
        tensor = run.recall(owner, state)
        if isinstance(tensor, Tensor) and len(sizes) == len(pattern.patterns):
            refined = Tensor(Shape(sizes), tensor.library, tensor.dtype, tensor.line)
            refining.refine(owner, refined, state)
        return
    narrowed = instances.narrowed_by_pattern(value, pattern, state)
    if narrowed is not value:
        refining.refine(subject, narrowed, state)
