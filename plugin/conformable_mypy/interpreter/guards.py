"""Code that guards other code: `try`, `suppress`, `pytest.raises`, and calls that may check shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable_mypy.interpreter import objects
from conformable_mypy.interpreter.frames import Thrown
from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, Given, behind_all, loosen
from conformable_mypy.interpreter.state import State, join, join_many
from conformable_mypy.interpreter.values import UNKNOWN, Class, Function, Object, Operation, Unknown, Value
from conformable_mypy.mypy_api import mentioned_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.frames import Frame
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


def swallows(expression: nodes.Expression, run: Run) -> bool:
    """Tell whether a context manager may end an exception: it is known to, or its `__exit__` gives a bool."""
    manager = types.get_proper_type(run.types.type_of(expression))
    leave = manager.type.get("__exit__") if isinstance(manager, types.Instance) else None
    declared = types.get_proper_type(leave.type) if leave is not None else None
    if isinstance(declared, types.CallableType) and _is_bool(types.get_proper_type(declared.ret_type)):
        return True
    called = expression.callee if isinstance(expression, nodes.CallExpr) else expression
    if not isinstance(called, nodes.RefExpr):
        return True
    named = called.fullname or (called.name if isinstance(called, nodes.MemberExpr) else "")
    return any(named.endswith(name.rpartition(".")[2]) for name in SWALLOWING)


def _is_bool(result: types.ProperType) -> bool:
    return isinstance(result, types.Instance) and result.type.fullname == "builtins.bool"


def gives_itself(expression: nodes.Expression) -> bool:
    """Tell whether `with x as y` binds y to x."""
    return isinstance(expression, nodes.CallExpr) and getattr(expression.callee, "fullname", "") in ITSELF


def execute_guarded(
    block: Sequence[nodes.Statement], node: nodes.Context, run: Run, state: State, *, muted: bool = True
) -> State:
    """Execute a block whose exceptions are caught.

    Returns:
        The join of the states in which an exception may have left it.
    """
    thrown = Thrown(f"{run.place(node)}!", state.copy())
    run.frame.tried.append(thrown)
    run.muted += muted
    run.caught += muted
    try:
        run.execute(block, state)
    finally:
        run.muted -= muted
        run.caught -= muted
        run.frame.tried.pop()
    return join(thrown.state, state, thrown.place, thrown.state.facts) if state.live else thrown.state


def may_throw(run: Run, state: State) -> None:
    """Let the handlers around a statement start also from the state in front of it."""
    for thrown in run.frame.tried:
        loosened = thrown.state.facts.loosened | state.facts.loosened
        facts = thrown.state.facts.with_loosened(loosened)
        thrown.state = join(thrown.state, state, thrown.place, facts)


def execute_try(node: nodes.TryStmt, run: Run, state: State) -> None:
    """Execute a `try`: handlers start from the join of all states that its body goes through."""
    if node.finally_body is not None:
        _execute_with_finally(node, node.finally_body, run, state)
    else:
        _execute_handled(node, run, state)


def _execute_with_finally(node: nodes.TryStmt, last: nodes.Block, run: Run, state: State) -> None:
    """Go through `finally` also where the `try` is left by `break`, `continue` or `return`."""
    known = set(map(id, _ways_out(run.frame)))
    _execute_handled(node, run, state)
    for way in _ways_out(run.frame):
        if id(way) not in known:
            run.execute(last.body, way)
    if state.live:
        run.execute(last.body, state)


def _ways_out(frame: Frame) -> list[State]:
    loops = [end for loop in frame.loops for end in (*loop.breaks, *loop.continues)]
    return [*loops, *(end for _, end in frame.returned)]


def _execute_handled(node: nodes.TryStmt, run: Run, state: State) -> None:
    if not node.handlers:
        run.execute(node.body.body, state)
        return
    tried = sizes_in(node.body, run, state) if _catches(node) else NO_SYMBOLS
    thrown = execute_guarded(node.body.body, node, run, state, muted=_catches(node))
    for end in (thrown, state):
        end.facts = end.facts.loosen(tried)
    if node.else_body is not None and state.live:
        run.execute(node.else_body.body, state)
    ends = [state.copy()]
    for index, handler in enumerate(node.handlers):
        caught = thrown.copy()
        variable = node.vars[index]
        if variable is not None and variable.node is not None:
            caught.variables[variable.node] = UNKNOWN
        with run.findings.branch():
            run.execute(handler.body, caught)
        ends.append(caught)
    state.become(join_many(ends, run.place(node)))


def sizes_in(block: nodes.Block, run: Run, state: State) -> frozenset[Symbol]:
    """Collect the sizes of what a block mentions: which way it is left by may say anything about them."""
    mentioned = {found.node for found in mentioned_names(nodes.LambdaExpr([], block))}
    values = [value for variable, value in state.variables.items() if variable in mentioned]
    given = Given.to(UNKNOWN, values, run, state)
    return behind_all(given.every, run)


def after_call(expression: nodes.Expression, value: Value, run: Run, state: State) -> None:
    """A call whose result nobody takes may be there to check its arguments: they are not free any more."""
    if not isinstance(expression, nodes.CallExpr):
        return
    callee = run.recall(expression.callee, state)
    if isinstance(value, Unknown) and not isinstance(callee, Operation):
        loosen((value,), run, state)
    if isinstance(callee, Function) and _is_unseen(callee.definition, run):
        values = [run.recall(argument, state) for argument in expression.args]
        given = Given.to(callee, values, run, state)
        contents = map(state.content, (*values, callee.receiver or UNKNOWN))
        made = [content for content in contents if isinstance(content, Object)]
        fields = (objects.symbols_of_fields(one, run, state) for one in made)
        state.facts = state.facts.loosen(behind_all(given.every.union(*fields), run))
        run.unseen_calls += 1


def after_entering(expression: nodes.Expression, run: Run, state: State) -> None:
    """A context manager of the program may check what it is given."""
    callee = run.recall(expression.callee, state) if isinstance(expression, nodes.CallExpr) else None
    if isinstance(expression, nodes.CallExpr) and isinstance(callee, Function | Class):
        given = Given.to(callee, [run.recall(argument, state) for argument in expression.args], run, state)
        state.facts = state.facts.loosen(behind_all(given.every, run))


def _is_unseen(definition: nodes.FuncItem, run: Run) -> bool:
    """Tell whether a function may raise for what it is given, as one of another file of the program may.

    Of a library only what is called `assert...` is there for that; a constructor is there for something else.
    """
    if run.is_own(definition) or definition.name == "__init__":
        return False
    module = definition.info.module_name if definition.info else definition.fullname.rpartition(".")[0]
    tree = run.types.find_module(module)
    return tree is None or not tree.is_stub or definition.name.startswith("assert")


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
