"""Follow calls of functions without shape annotations into their bodies."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core.binding import Binding
from conformable_mypy.interpreter.arguments import Arguments, match_arguments, parameters_of
from conformable_mypy.interpreter.frames import Frame
from conformable_mypy.interpreter.hidden_sizes import remember
from conformable_mypy.interpreter.state import State, meet
from conformable_mypy.interpreter.values import NONE, UNKNOWN, Items, Unknown, Value
from conformable_mypy.interpreter.variants import is_one_of_several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformable_mypy.interpreter.arguments import Parameter
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run


def follow(
    definition: nodes.FuncDef | nodes.LambdaExpr,
    receiver: Operand | None,
    arguments: Arguments,
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value | None:
    """Interpret a function of this module with the caller's values.

    Returns:
        What it returns; None where it cannot be followed.
    """
    if not _can_follow(definition, run) or _tells_nothing(definition, run, state):
        return None
    parameters = parameters_of(definition.arg_names, definition.arg_kinds)
    pairs = match_arguments(parameters, arguments, receiver)
    if pairs is None:
        return None
    inner = state.copy()
    inner.variables.update(_parameters(definition, pairs, run, state))
    with _entered(definition, node, run):
        with run.findings.branch(undecided=False):
            run.execute(run.statements_of(definition), inner)
        value, frame = result_of(run.frame, inner, node, run, state), run.frame
    run.frame.guarded |= frame.guarded
    run.frame.guarded_for_some |= frame.guarded_for_some
    return remember(value, frame.guarded, run)


@contextmanager
def _entered(definition: nodes.FuncDef | nodes.LambdaExpr, node: nodes.Context, run: Run) -> Iterator[None]:
    run.path.append(f"{node.line}:{node.column}")
    run.call_sites.append(node)
    conditions = run.findings.conditions
    run.frames.append(Frame(definition, Binding(run.fresh_scope(node)), conditions=conditions))
    try:
        yield
    finally:
        run.frames.pop()
        run.call_sites.pop()
        run.path.pop()


def follow_condition(
    definition: nodes.FuncDef | nodes.LambdaExpr,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
    learn: Callable[[nodes.Expression, State], None],
) -> dict[nodes.Expression, Value] | None:
    """Look into a function that only gives a condition, and learn from what it has come out as.

    Args:
        definition: The function.
        arguments: What it is given.
        node: The call.
        run: The interpretation.
        state: What is known here; it learns from the condition.
        learn: Learns from the condition, in a state in which the function has its parameters.

    Returns:
        What is known of each argument then; None where the function does something else.
    """
    pairs = match_arguments(parameters_of(definition.arg_names, definition.arg_kinds), arguments, None)
    match run.statements_of(definition) if _can_follow(definition, run) else ():
        case [nodes.ReturnStmt(expr=nodes.Expression() as condition)] if pairs is not None:
            pass
        case _:
            return None
    inner = state.copy()
    inner.variables.update(_parameters(definition, pairs, run, state))
    run.muted += 1
    try:
        with _entered(definition, node, run):
            run.evaluate(condition, inner)
            learn(condition, inner)
    finally:
        run.muted -= 1
    state.heap, state.facts, state.live = inner.heap, inner.facts, inner.live
    return {
        operand.node: inner.variables[definition.arguments[parameter.index].variable]
        for parameter, operand in pairs
        if operand.node is not None and parameter.kind not in (nodes.ARG_STAR, nodes.ARG_STAR2)
    }


def _can_follow(definition: nodes.FuncDef | nodes.LambdaExpr, run: Run) -> bool:
    if not run.can_follow or any(frame.function is definition for frame in run.frames):
        return False
    if isinstance(definition, nodes.LambdaExpr):
        return True
    special = (
        definition.is_generator or definition.is_overload or definition.abstract_status != nodes.NOT_ABSTRACT
    )
    return not special and run.is_own(definition) and not is_one_of_several(definition, run)


def _tells_nothing(definition: nodes.FuncDef | nodes.LambdaExpr, run: Run, state: State) -> bool:
    """Tell whether a function does the same whoever calls it, and gives nothing, as many a `main` does.

    What is wrong in it is found where it is checked on its own, as mypy does with each that is annotated.
    """
    signature = definition.type
    if definition.arguments or not isinstance(signature, types.CallableType):
        return False
    if not isinstance(types.get_proper_type(signature.ret_type), types.NoneType):
        return False
    if any(isinstance(statement, nodes.RaiseStmt) for statement in run.statements_of(definition)):
        return False
    return all(isinstance(state.variables.get(variable, UNKNOWN), Unknown) for variable in run.captured)


def _parameters(
    definition: nodes.FuncItem, pairs: list[tuple[Parameter, Operand]], run: Run, state: State
) -> dict[nodes.SymbolNode, Value]:
    """Give each parameter its argument, or its default."""
    values: dict[nodes.SymbolNode, Value] = {}
    collected: list[Value] = []
    for argument in definition.arguments:
        default = argument.initializer
        values[argument.variable] = UNKNOWN if default is None else run.evaluate(default, state.copy())
    for parameter, operand in pairs:
        variable = definition.arguments[parameter.index].variable
        if parameter.kind == nodes.ARG_STAR:
            collected.append(operand.value)
            values[variable] = Items(tuple(collected))
        elif parameter.kind != nodes.ARG_STAR2:
            values[variable] = operand.value
    return values


def result_of(frame: Frame, end: State, node: nodes.Context, run: Run, state: State) -> Value:
    """Join what a function returns in its several places, and go on in the caller."""
    returned = [*frame.returned, *([(NONE, end)] if end.live else [])]
    if not returned:
        state.live = False
        return UNKNOWN
    value, after = returned[0]
    for index, other in enumerate(returned[1:]):
        place = f"{run.place(node)}()" + str(index)
        value, after = meet((value, after), other, place, place)
    state.heap, state.facts = after.heap, after.facts
    state.variables = {name: after.variables.get(name, UNKNOWN) for name in state.variables}
    return value
