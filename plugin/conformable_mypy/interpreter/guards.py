"""Code that guards other code: `try`, `suppress`, `pytest.raises`, and calls that may check shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable_mypy.interpreter.state import State, join_many
from conformable_mypy.interpreter.values import UNKNOWN, Operation, Unknown, Value, symbols_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable_mypy.interpreter.run import Run

SWALLOWING: Final = frozenset({"contextlib.suppress", "pytest.raises", "unittest.case.TestCase.assertRaises"})
"""Context managers that end an exception; others are told by the type that `__exit__` returns."""

ITSELF: Final = frozenset({"torch.autograd.profiler.record_function"})

CATCHING: Final = frozenset(
    {
        "builtins.BaseException",
        "builtins.Exception",
        "builtins.RuntimeError",
        "builtins.ValueError",
        "builtins.TypeError",
        "builtins.IndexError",
        "builtins.AssertionError",
    }
)
"""Exceptions as which torch, NumPy and jaxtyping raise what is reported here."""


def swallows(expression: nodes.Expression) -> bool:
    """Tell whether a context manager may end an exception."""
    called = expression.callee if isinstance(expression, nodes.CallExpr) else expression
    if not isinstance(called, nodes.RefExpr):
        return True
    named = called.fullname or (called.name if isinstance(called, nodes.MemberExpr) else "")
    return any(named.endswith(name.rpartition(".")[2]) for name in SWALLOWING)


def gives_itself(expression: nodes.Expression) -> bool:
    """Tell whether `with x as y` binds y to x."""
    return isinstance(expression, nodes.CallExpr) and getattr(expression.callee, "fullname", "") in ITSELF


def execute_guarded(block: Sequence[nodes.Statement], run: Run, state: State) -> list[State]:
    """Execute a block whose exceptions are caught.

    Returns:
        The states in which an exception may have left it.
    """
    run.muted += 1
    run.frame.tried.append([])
    try:
        run.execute(block, state)
    finally:
        run.muted -= 1
        states = run.frame.tried.pop()
    return [*states, state.copy()]


def execute_try(node: nodes.TryStmt, run: Run, state: State) -> None:
    """Execute a `try`: handlers start from the join of all states that its body goes through."""
    if not node.handlers:
        run.execute(node.body.body, state)
        _finally(node, run, state)
        return
    before = state.copy()
    states = _body_states(node, run, state)
    if node.else_body is not None and state.live:
        run.execute(node.else_body.body, state)
    place = run.place(node)
    thrown = join_many([before, *states], f"{place}!")
    ends = [state.copy()]
    for index, handler in enumerate(node.handlers):
        caught = thrown.copy()
        variable = node.vars[index]
        if variable is not None and variable.node is not None:
            caught.variables[variable.node] = UNKNOWN
        run.execute(handler.body, caught)
        ends.append(caught)
    state.become(join_many(ends, place))
    _finally(node, run, state)


def after_call(expression: nodes.Expression, value: Value, run: Run, state: State) -> None:
    """A call whose result nobody takes may be there to check its arguments: they are not free any more."""
    if not isinstance(expression, nodes.CallExpr) or not isinstance(value, Unknown):
        return
    if not isinstance(run.recall(expression.callee, state), Operation):
        state.facts = state.facts.loosen(symbols_of(value))


def _body_states(node: nodes.TryStmt, run: Run, state: State) -> list[State]:
    if _catches(node):
        return execute_guarded(node.body.body, run, state)
    run.frame.tried.append([])
    run.execute(node.body.body, state)
    return [*run.frame.tried.pop(), state.copy()]


def _catches(node: nodes.TryStmt) -> bool:
    """Tell whether one of the handlers would catch what is reported."""
    return any(kind is None or _may_catch(kind) for kind in node.types)


def _may_catch(kind: nodes.Expression) -> bool:
    if isinstance(kind, nodes.TupleExpr):
        return any(map(_may_catch, kind.items))
    if isinstance(kind, nodes.RefExpr):
        builtin = kind.fullname.startswith("builtins.")
        return kind.fullname in CATCHING or not builtin
    return True


def _finally(node: nodes.TryStmt, run: Run, state: State) -> None:
    if node.finally_body is None:
        return
    if state.live:
        run.execute(node.finally_body.body, state)
        return
    ended = join_many([returned for _, returned in run.frame.returned], run.place(node)).copy()
    if ended.live:
        run.execute(node.finally_body.body, ended)
