"""One of several modules or functions: what all of them give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable_mypy.interpreter.joining import Joiner, join_values
from conformable_mypy.interpreter.state import State, join
from conformable_mypy.interpreter.values import UNKNOWN, Either, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import Context

    from conformable_mypy.interpreter.run import Run


def join_options(
    either: Either, use: Callable[[Value, State], Value], node: Context, run: Run, state: State
) -> Value:
    """Use every option on its own, and join what they give.

    An option that fails is not the one. Only where all of them fail is the failure reported: which one it is
    may hang together with what else holds, and of that no more is known than the conditions say.

    Args:
        either: The options.
        use: What is done with each of them.
        node: Where it is done.
        run: The interpretation.
        state: What is known here.
    """
    before = state.copy()
    options = [option for option, _ in _possible(either, before)]
    run.muted += len(options) > 1
    used = [(use(option, inner), inner) for option, inner in _possible(either, before)]
    run.muted -= len(options) > 1
    working = [(value, inner) for value, inner in used if inner.live and not _is_refused(value)]
    if not working and used:
        # Said once more, and heard this time.
        state.become(before)
        return use(options[0], state)
    return _joined(working, node, run, state)


def _joined(working: list[tuple[Value, State]], node: Context, run: Run, state: State) -> Value:
    if not working:
        return UNKNOWN
    value, after = working[0]
    for index, (other, inner) in enumerate(working[1:]):
        place = f"{run.place(node)}?{index}"
        value = join_values(value, other, Joiner.between(place, after.facts, inner.facts))
        after = join(after, inner, place)
    state.become(after)
    return value


def _possible(either: Either, state: State) -> list[tuple[Value, State]]:
    """Give each option that can be the one here, with a state in which it is."""
    found: list[tuple[Value, State]] = []
    for option, conditions in either.options:
        inner = state.copy()
        inner.facts = inner.facts.assume(conditions)
        if not inner.facts.impossible:
            found.append((option, inner))
    return found


def _is_refused(value: Value) -> bool:
    return isinstance(value, Unknown) and value.refused
