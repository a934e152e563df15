"""What a condition on sizes has decided: the flag in `ok = True`, `if n != m: ok = False`, `if ok: ...`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, behind, note, remember
from conformable_mypy.interpreter.values import Object, Tensor, Unknown

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
