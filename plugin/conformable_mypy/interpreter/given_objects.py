"""Which object a constructor works with, where it is given that object or something to make one of.

`cfg: dict | Config` says that callers may choose to give a configuration. What then becomes of it, through
`unwrap(cfg)` or `Config(**cfg) if isinstance(cfg, dict) else cfg`, is that object; what fails for its sizes
fails for callers who choose so. On the other ways it is another object of the class, whose sizes are called
alike: what is said of them all still holds.

That is no proof any more where something else depends on the choice. So nothing is known of a parameter that
is tested anywhere else, and the test itself may ask for nothing but what the parameter is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from conformable.core.sizes import INSTANCE
from conformable_mypy.interpreter import results
from conformable_mypy.interpreter.arguments import match_arguments, parameters_of
from conformable_mypy.interpreter.given_back import KIND, Given, summary
from conformable_mypy.interpreter.values import UNKNOWN, Choice, Object, Tensor, Value, is_number
from conformable_mypy.mypy_api import mentioned_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conformable_mypy.interpreter.arguments import Arguments
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def chosen(value: Value, run: Run, state: State) -> Object | None:
    """Give the object that callers may choose to give where a value is one of several things."""
    found = _option(value)
    return None if found is None or _is_tested(value, found.info, run, state) else found


def given_back(
    definition: nodes.FuncItem, receiver: Operand | None, arguments: Arguments, run: Run, state: State
) -> Value | None:
    """Give the argument that a function gives back; None if it may give something else."""
    if not isinstance(definition, nodes.FuncDef) or not arguments.all:
        return None
    written = summary(definition) if run.is_own(definition) else results.stored(definition, run)
    if written is None or written[0] != KIND:
        return None
    parameters = parameters_of(definition.arg_names, definition.arg_kinds)
    for parameter, operand in match_arguments(parameters, arguments, receiver) or ():
        classes = written[1].get(parameter.name, ())
        made = state.content(operand.value)
        if isinstance(made, Object) and made.info.fullname in classes:
            return operand.value
        option = _option(operand.value)
        # Of something else it makes an object, perhaps from sizes that are given beside it.
        if option is not None and option.info.fullname in classes and len(arguments.all) == 1:
            return chosen(operand.value, run, state)
    return None


def given_by(node: nodes.Expression, evaluate: Callable[[], Value], run: Run, state: State) -> Value:
    """Evaluate an expression that may give the object back that a parameter is.

    Args:
        node: The expression.
        evaluate: Evaluates it, whatever it is.
        run: The interpretation.
        state: What is known in front of it, and then behind it.
    """
    for variable, option in _parameters(run, state):
        given = state.variables[variable]
        if Given(option.info, frozenset({variable})).is_given(node) and _is_alone(node, variable):
            known = chosen(given, run, state)
            value = evaluate()
            # The two ways have learned what the parameter is; behind them it is open again.
            state.variables[variable] = given
            return value if known is None else known
    return evaluate()


def after(statement: nodes.IfStmt, run: Run, state: State) -> tuple[nodes.SymbolNode, Object] | None:
    """Give the parameter that a statement makes an object if it is none yet, and that object.

    Args:
        statement: It has not been executed yet.
        run: The interpretation.
        state: What is known in front of it.
    """
    for variable, option in _parameters(run, state):
        if _only_makes(statement, variable, option.info) and _is_alone(statement, variable):
            known = chosen(state.variables[variable], run, state)
            return None if known is None else (variable, known)
    return None


def _option(value: Value) -> Object | None:
    """Give the one object among what a constructor may be given that others make from sizes they choose."""
    if not isinstance(value, Choice) or any(isinstance(o, Tensor) or is_number(o) for o in value.options):
        return None
    found = [o for o in value.options if isinstance(o, Object) and o.scope.startswith(INSTANCE)]
    return found[0] if len(found) == 1 else None


def _parameters(run: Run, state: State) -> Iterator[tuple[nodes.SymbolNode, Object]]:
    """Yield the parameters of the current function that may be an object, with that object."""
    function = run.frame.function if run.frames else None
    for argument in function.arguments if function is not None else ():
        option = _option(state.variables.get(argument.variable, UNKNOWN))
        if option is not None:
            yield argument.variable, option


def _is_tested(value: Value, info: nodes.TypeInfo, run: Run, state: State) -> bool:
    """Tell whether one of the functions that were given a value may do different things by what it is."""
    return any(
        state.variables.get(argument.variable) == value
        and not _is_handed_on(run.statements_of(frame.function), argument.variable, info)
        for frame in run.frames
        if frame.function is not None
        for argument in frame.function.arguments
    )


def _is_handed_on(block: Sequence[nodes.Statement], variable: nodes.SymbolNode, info: nodes.TypeInfo) -> bool:
    """Tell whether a function only hands a parameter on, until it has become an object of the class."""
    for statement in block:
        if _only_makes(statement, variable, info):
            return True
        match statement:
            case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(node=target)], rvalue=value) if (
                target is variable
            ):
                return _count(value, variable) == _handed_on(value, variable, info)
            case nodes.AssignmentStmt(rvalue=value) | nodes.ExpressionStmt(expr=value):
                allowed = _handed_on(value, variable, info)
            case _:
                allowed = 0
        if _count(statement, variable) > allowed:
            return False
    return True


def _only_makes(statement: nodes.Statement, variable: nodes.SymbolNode, info: nodes.TypeInfo) -> bool:
    """Tell whether a statement is `if isinstance(cfg, dict): cfg = ...`: it leaves an object as it is."""
    match statement:
        case nodes.IfStmt(expr=[condition], body=[nodes.Block(body=[made])], else_body=None):
            pass
        case _:
            return False
    match made:
        case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(node=target)]) if target is variable:
            return Given(info, frozenset({variable})).decide(condition) is False
        case _:
            return False


def _handed_on(node: nodes.Expression, variable: nodes.SymbolNode, info: nodes.TypeInfo) -> int:
    """Count where an expression mentions a parameter only to hand it on, as an object or to make one."""
    if not isinstance(node, nodes.NameExpr) and Given(info, frozenset({variable})).is_given(node):
        return _count(node, variable)
    match node:
        case nodes.CallExpr(callee=callee, args=arguments):
            named = callee.fullname if isinstance(callee, nodes.RefExpr) else ""
            if named.startswith("builtins."):
                return 0
            given = sum(isinstance(one, nodes.NameExpr) and one.node is variable for one in arguments)
            return given + sum(_handed_on(one, variable, info) for one in (callee, *arguments))
        case nodes.MemberExpr(expr=inner):
            return _handed_on(inner, variable, info)
        case nodes.ListExpr(items=items) | nodes.TupleExpr(items=items):
            return sum(_handed_on(one, variable, info) for one in items)
        case _:
            return 0


def _is_alone(node: nodes.Expression | nodes.Statement, variable: nodes.SymbolNode) -> bool:
    """Tell whether code mentions no other variable of its function: an object made of it has its sizes."""
    others = (name.node for name in _names(node) if name.node is not variable)
    return not any(isinstance(other, nodes.Var) and "." not in other.fullname for other in others)


def _count(node: nodes.Expression | nodes.Statement, variable: nodes.SymbolNode) -> int:
    return sum(name.node is variable for name in _names(node))


def _names(node: nodes.Expression | nodes.Statement) -> list[nodes.NameExpr]:
    # mypy collects names in expressions only.
    whole = nodes.LambdaExpr([], nodes.Block([node])) if isinstance(node, nodes.Statement) else node
    return mentioned_names(whole)


def with_chosen(arguments: Iterable[tuple[str, Value]], run: Run, state: State) -> dict[str, Value]:
    """Put the objects that callers may choose to give in the place of arguments that are several things."""
    return {name: chosen(value, run, state) or value for name, value in arguments}
