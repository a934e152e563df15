"""Execute statements: what is known after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Place
from conformable_mypy.interpreter import (
    alternatives,
    assignments,
    conditions,
    decisions,
    forgetting,
    given_objects,
    guarded_cases,
    guards,
    loops,
    operators,
    patterns,
)
from conformable_mypy.interpreter.annotated import has_shapes
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.checking import hold
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.result_proofs import ResultProof
from conformable_mypy.interpreter.state import State, join, join_many
from conformable_mypy.interpreter.values import NONE, UNKNOWN, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run


def execute(block: Sequence[nodes.Statement], run: Run, state: State) -> None:
    """Execute statements one after the other, until one of them ends the path."""
    for statement in block:
        if not state.live:
            return
        run.spend()
        guards.may_throw(run, state)
        before = state.facts
        _execute[type(statement)](statement, run, state)
        if run.observed is not None and (ending := _ending_expression(statement)) is not None:
            run.learned(ending, before, state.facts)


def _ending_expression(statement: nodes.Statement) -> nodes.Expression | None:
    """Give the expression that a simple statement stores or returns: what it learns is learned there."""
    match statement:
        case nodes.AssignmentStmt(rvalue=node) | nodes.OperatorAssignmentStmt(rvalue=node):
            return node
        case nodes.ReturnStmt(expr=node):
            return node
        case _:
            return None


@ByClass
def _execute(node: nodes.Statement, run: Run, state: State) -> None:
    """Definitions, imports, `pass`, `global`: nothing that concerns shapes."""


@_execute.register(nodes.Block)
def _(node: nodes.Block, run: Run, state: State) -> None:
    execute(node.body, run, state)


@_execute.register(nodes.ExpressionStmt)
def _(node: nodes.ExpressionStmt, run: Run, state: State) -> None:
    value = run.evaluate(node.expr, state)
    guards.after_call(node.expr, value, run, state)
    if isinstance(types.get_proper_type(run.types.type_of(node.expr)), types.UninhabitedType):
        state.live = False


@_execute.register(nodes.FuncDef)
@_execute.register(nodes.Decorator)
@_execute.register(nodes.OverloadedFuncDef)
@_execute.register(nodes.ClassDef)
def _(node: nodes.Statement, run: Run, state: State) -> None:
    forgetting.capture(node, run, state)


@_execute.register(nodes.GlobalDecl)
@_execute.register(nodes.NonlocalDecl)
def _(node: nodes.GlobalDecl | nodes.NonlocalDecl, run: Run, state: State) -> None:
    run.frame.elsewhere.update(node.names)


@_execute.register(nodes.AssignmentStmt)
def _(node: nodes.AssignmentStmt, run: Run, state: State) -> None:
    if node.is_alias_def or isinstance(node.rvalue, nodes.TempNode):
        _declare_only(node, run, state)
        return
    # A generator runs later, when the variables in it may have other values.
    later = isinstance(node.rvalue, nodes.GeneratorExpr) and isinstance(node.lvalues[0], nodes.NameExpr)
    value = UNKNOWN if later else run.evaluate(node.rvalue, state)
    for target in node.lvalues:
        if node.unanalyzed_type is not None and node.type is not None:
            assignments.declare(target, node.type, value, node, run, state)
        else:
            assignments.assign(target, value, node, run, state)


@_execute.register(nodes.OperatorAssignmentStmt)
def _(node: nodes.OperatorAssignmentStmt, run: Run, state: State) -> None:
    left, right = run.evaluate(node.lvalue, state), run.evaluate(node.rvalue, state)
    value = operators.in_place(node.op, (left, node.lvalue), (right, node.rvalue), node, run, state)
    assignments.assign(node.lvalue, value, node, run, state)


@_execute.register(nodes.ReturnStmt)
def _(node: nodes.ReturnStmt, run: Run, state: State) -> None:
    value = NONE if node.expr is None else run.evaluate(node.expr, state)
    if node.expr is not None:
        _check_result(value, node, node.expr, run, state)
    run.frame.returned.append((value, state.copy()))
    state.live = False


@_execute.register(nodes.RaiseStmt)
def _(node: nodes.RaiseStmt, run: Run, state: State) -> None:
    if node.expr is not None:
        run.evaluate(node.expr, state)
    state.live = False


@_execute.register(nodes.AssertStmt)
def _(node: nodes.AssertStmt, run: Run, state: State) -> None:
    run.evaluate(node.expr, state)
    if conditions.decide(node.expr, run, state):
        return
    sizes = decisions.sizes_in(node.expr, run, state)
    conditions.assume(node.expr, True, run, state)  # noqa: FBT003
    guarded_cases.guard(node.expr, sizes, run, state)


@_execute.register(nodes.IfStmt)
def _(node: nodes.IfStmt, run: Run, state: State) -> None:
    """Go both ways, unless the condition is decided; join what is left of them."""
    before, made = state.facts.loosened, given_objects.after(node, run, state)
    unseen_calls = run.unseen_calls
    with run.findings.branch(undecided=False):
        branches = _branches(node, run, state)
    live = [end for end in branches.ends if end.live]
    if len(live) < len(branches.ends):
        run.findings.stay_undecided()
        loops.left_where(branches.sizes, run)
    state.become(join_many(branches.ends, run.place(node), origin=alternatives.decided_at(node, run)))
    conditions.restore_loosened(state, before, branches.loosened, branches.ends)
    decisions.remember_decision(state, branches.ends, branches.sizes, run)
    if len(live) > 1:
        run.frame.guarded_for_some |= branches.guarded
    if len(live) < len(branches.ends):
        for test in node.expr:
            guarded_cases.guard(test, branches.sizes, run, state)
    if run.unseen_calls != unseen_calls:
        # A branch may have ended in one of them.
        state.facts = state.facts.loosen(branches.sizes)
    if made is not None:
        variable, known = made
        state.variables[variable] = known


@dataclass(slots=True)
class _Branches:
    """The branches of an `if` that may be taken.

    Attributes:
        ends: The state at the end of each.
        loosened: The sizes about which the conditions may say anything.
        sizes: The sizes in the conditions.
        guarded: The sizes that are guarded in one of the branches.
    """

    ends: list[State]
    loosened: frozenset[Symbol]
    sizes: frozenset[Symbol] = frozenset()
    guarded: frozenset[Symbol] = frozenset()


def _branches(node: nodes.IfStmt, run: Run, state: State) -> _Branches:
    """Execute the branches that may be taken."""
    branches = _Branches([], state.facts.loosened)
    rest = state
    for test, body in zip(node.expr, node.body, strict=True):
        run.evaluate(test, rest)
        branches.sizes |= decisions.sizes_in(test, run, rest)
        taken = rest.copy()
        conditions.assume(test, True, run, taken)  # noqa: FBT003
        conditions.assume(test, False, run, rest)  # noqa: FBT003
        guarded_cases.enter(run, taken, rest)
        branches.loosened |= taken.facts.loosened | rest.facts.loosened
        if taken.live and rest.live:
            run.findings.stay_undecided()
        if taken.live:
            branches.guarded |= guarded_cases.executed_apart(body.body, run, taken, branches.sizes)
            branches.ends.append(taken)
        if not rest.live:
            return branches
    if node.else_body is not None:
        branches.guarded |= guarded_cases.executed_apart(node.else_body.body, run, rest, branches.sizes)
    branches.ends.append(rest)
    return branches


@_execute.register(nodes.ForStmt)
@_execute.register(nodes.WhileStmt)
def _(node: nodes.ForStmt | nodes.WhileStmt, run: Run, state: State) -> None:
    loops.execute(node, run, state)


@_execute.register(nodes.BreakStmt)
def _(node: nodes.BreakStmt, run: Run, state: State) -> None:
    if run.frame.loops:
        run.frame.loops[-1].breaks.append(state.copy())
    state.live = False


@_execute.register(nodes.ContinueStmt)
def _(node: nodes.ContinueStmt, run: Run, state: State) -> None:
    if run.frame.loops:
        run.frame.loops[-1].continues.append(state.copy())
    state.live = False


@_execute.register(nodes.WithStmt)
def _(node: nodes.WithStmt, run: Run, state: State) -> None:
    """Inside a context manager that swallows exceptions nothing is reported and nothing learned survives."""
    for expression, target in zip(node.expr, node.target, strict=True):
        value = run.evaluate(expression, state)
        guards.after_entering(expression, run, state)
        if target is not None:
            assignments.assign(
                target, value if guards.gives_itself(expression) else UNKNOWN, node, run, state
            )
    if not any(guards.swallows(expression, run) for expression in node.expr):
        execute(node.body.body, run, state)
        return
    before, tried = state.copy(), guards.sizes_in(node.body, run, state)
    guards.execute_guarded(node.body.body, node, run, state)
    state.become(join(state, before, run.place(node)) if state.live else before)
    state.facts = before.facts.loosen(tried)


@_execute.register(nodes.TryStmt)
def _(node: nodes.TryStmt, run: Run, state: State) -> None:
    guards.execute_try(node, run, state)


@_execute.register(nodes.MatchStmt)
def _(node: nodes.MatchStmt, run: Run, state: State) -> None:
    patterns.execute_match(node, run, state)


@_execute.register(nodes.DelStmt)
def _(node: nodes.DelStmt, run: Run, state: State) -> None:
    targets = node.expr.items if isinstance(node.expr, nodes.TupleExpr) else [node.expr]
    for target in targets:
        if isinstance(target, nodes.NameExpr) and target.node is not None:
            state.variables.pop(target.node, None)
        elif isinstance(target, nodes.IndexExpr):
            forgetting.forget((run.evaluate(target.base, state),), state)


def _declare_only(node: nodes.AssignmentStmt, run: Run, state: State) -> None:
    for target in node.lvalues:
        if node.type is not None:
            assignments.declare(target, node.type, None, node, run, state)


def _check_result(
    value: Value, node: nodes.ReturnStmt, expression: nodes.Expression, run: Run, state: State
) -> None:
    """Hold a returned value against the declared result."""
    declared = run.frame.result
    if declared is None or not has_shapes(declared):
        return
    if run.observed is not None and not run.call_sites:
        held = ResultProof(state.facts, run.frame.binding.fork()).fits(state.content(value), declared)
        run.proven[expression] = run.proven.get(expression, True) and held
    place = Place(messages.returned(), messages.returned_origin())
    hold(Operand(value, expression), declared, place, node, run, state)
