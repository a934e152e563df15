"""What asserts and guards say in some cases only: `if causal: assert n == m`, and later `if causal: ...`.

Which case it is may be asked for again. Behind a later condition, what was said may hold or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, content_of
from conformable_mypy.interpreter.values import Integer, Items, ShapeTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def _is_mixed(condition: nodes.Expression, run: Run, state: State) -> bool:
    """Tell whether a condition joins a question about sizes with another: `mask is not None and n != m`."""
    match condition:
        case nodes.UnaryExpr(op="not", expr=inner):
            return _is_mixed(inner, run, state)
        case nodes.OpExpr(op="and" | "or", left=left, right=right):
            kinds = [_is_about_sizes(part, run, state) for part in (left, right)]
            return None in kinds or len(set(kinds)) > 1
        case _:
            return False


def _is_about_sizes(condition: nodes.Expression, run: Run, state: State) -> bool | None:
    """Tell whether a condition compares sizes; None if only a part of it does."""
    if _is_mixed(condition, run, state):
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
    if _is_mixed(condition, run, state):
        run.frame.guarded_for_some |= sizes


def enter(run: Run, *ways: State) -> None:
    """Let what was guarded in some cases hold, or not, on ways that an undecided condition leads to."""
    if run.frame.guarded_for_some and all(way.live for way in ways):
        for way in ways:
            way.facts = way.facts.loosen(run.frame.guarded_for_some)
