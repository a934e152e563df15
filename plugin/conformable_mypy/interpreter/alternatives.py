"""One of several values: what is done with each of them, and what that gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.immutable import dataclass
from conformable_mypy.interpreter.choices import choice_of
from conformable_mypy.interpreter.joining import Joiner, join_values
from conformable_mypy.interpreter.state import State, join, join_many
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Either,
    Items,
    ShapeTuple,
    Tensor,
    Value,
    ends,
    is_number,
    is_refused,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import Context

    from conformable_mypy.interpreter.run import Run

    Values = tuple[Value, ...]

MAX_SPLITS: Final = 3
"""Looks at alternatives inside each other: of operands with more choices than this nothing is known."""

_SHAPED: Final = (Tensor, Items, ShapeTuple)
"""What is looked at option by option where several are possible."""


def join_options(
    either: Either, use: Callable[[Value, State], Value], node: Context, run: Run, state: State
) -> Value:
    """Use every option on its own, and join what they give.

    An option that fails for all sizes is not the one, of one that fails for some nothing is known. Only where
    all of them fail is the failure reported: which one it is may hang together with what else holds, and of
    that no more is known than the conditions say.

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
    if used and not any(inner.live and not is_refused(value) for value, inner in used):
        # Said once more, and heard this time.
        state.become(before)
        return use(options[0], state)
    going_on = ((value, inner) for value, inner in used if inner.live and not ends(value))
    working = [(UNKNOWN if is_refused(value) else value, inner) for value, inner in going_on]
    return _joined(working, node, run, state)


def split(
    values: Values, use: Callable[[Values, State], Value], node: Context, run: Run, state: State
) -> Value | None:
    """Do something with each alternative of values of which several shapes are possible.

    An alternative that fails for all sizes is not the one, of one that fails for some nothing is known; only
    where all of them fail is the failure reported. Choices of one origin are decided alike.

    Args:
        values: The operands.
        use: What is done with them.
        node: Where it is done.
        run: The interpretation.
        state: What is known here.

    Returns:
        What it gives; None if no operand has several possible shapes.
    """
    found = next((value for value in values if is_open(value)), None)
    if found is None or not isinstance(found, Choice):
        return None
    if run.splits >= MAX_SPLITS:
        return unknown_from(values)
    rows = _rows(values, found)
    before = state.copy()
    run.muted += 1
    run.splits += 1
    used = [_used(row, use, node, run, before.copy()) for row in rows]
    run.splits -= 1
    run.muted -= 1
    if not any(one.works for one in used):
        # Said once more, and heard this time.
        state.become(before)
        return _used(rows[0], use, node, run, state).value
    working = [(one.known, one.state) for one in used if one.works or one.fails_for_some]
    state.become(join_many([inner for _, inner in working], f"{run.place(node)}|"))
    results = tuple(value for value, _ in working)
    if len(working) == len(rows) and all(isinstance(value, _SHAPED) for value in results):
        return choice_of(results, found.origin) if len(set(results)) > 1 else results[0]
    return _joined(working, node, run, state)


def decided_at(node: Context, run: Run) -> str:
    """Name what is decided at a place; "" in a loop, where it may be decided otherwise each time."""
    return "" if run.is_in_loop else run.place(node)


def is_open(value: Value) -> bool:
    """Tell whether a value is one of several shapes."""
    if not isinstance(value, Choice):
        return False
    options = [option for option in value.options if option != NONE]
    shaped = any(isinstance(option, _SHAPED) for option in options)
    return shaped and len(options) > 1 and all(isinstance(o, _SHAPED) or is_number(o) for o in options)


def _rows(values: Values, found: Choice) -> list[Values]:
    """Give the operands once for each option; `None` is not among them where something is done with it."""
    return [
        tuple(_option(value, found, index) for value in values)
        for index, option in enumerate(found.options)
        if option != NONE
    ]


def _option(value: Value, found: Choice, index: int) -> Value:
    if value is found:
        return found.options[index]
    if not isinstance(value, Choice) or not value.origin or value.origin != found.origin:
        return value
    return value.options[index] if len(value.options) == len(found.options) else value


@dataclass(frozen=True, slots=True)
class _Used:
    """What something has given for one choice of the operands, and the state after it."""

    value: Value
    state: State
    fails_for_some: bool

    @property
    def works(self) -> bool:
        """Whether it has given something."""
        return self.state.live and not is_refused(self.value)

    @property
    def known(self) -> Value:
        """What is known of the value: what fails for some sizes goes on for others."""
        return UNKNOWN if is_refused(self.value) else self.value


def _used(row: Values, use: Callable[[Values, State], Value], node: Context, run: Run, state: State) -> _Used:
    refused = run.refused_for_some
    deeper = split(row, use, node, run, state)
    value = use(row, state) if deeper is None else deeper
    return _Used(value, state, run.refused_for_some > refused)


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
