"""Begin the interpretation of a body: its parameters, its names, its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Binding, Bound, BoundRun
from conformable.core.declaring import Declaration
from conformable.core.sizes import Size, Symbol
from conformable_mypy.interpreter.annotated import awaited
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.expressions import evaluate
from conformable_mypy.interpreter.run import Frame, OutOfStepsError, Run
from conformable_mypy.interpreter.state import State
from conformable_mypy.interpreter.statements import execute
from conformable_mypy.interpreter.values import UNKNOWN, Instance, Items, Many, Value
from conformable_mypy.reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformable.core.shapes import Shape
    from conformable_mypy.body_exit import Body
    from conformable_mypy.carrier import Carried
    from conformable_mypy.config import Options

    Watcher = Callable[[Run, State, State], None]


def interpret(body: Body, options: Options, watch: Watcher | None = None) -> list[Report]:
    """Interpret a body that mypy has just checked.

    Args:
        body: A function or the top level of a module, with the types of its expressions.
        options: The user's configuration.
        watch: Is given what was seen, if the interpretation comes to its end.

    Returns:
        What was found, in no particular order.
    """
    run = Run(body.tree.fullname, body.checker, options, evaluate, execute, own=functions_of(body.tree))
    run.observed = {} if watch is not None else None
    state = _enter(run, body.function)
    entry = state.copy()
    try:
        run.execute(body.statements, state)
    except (OutOfStepsError, RecursionError):
        return [Report(body.function or body.statements[0], None, messages.too_large(), severity="note")]
    if watch is not None:
        watch(run, entry, state)
    return list(run.reports.values())


def functions_of(tree: nodes.MypyFile) -> frozenset[nodes.FuncItem]:
    """Collect the functions and methods of a module, nested ones included."""
    return frozenset(_functions(tree.defs))


def _functions(block: list[nodes.Statement]) -> Iterator[nodes.FuncItem]:
    for statement in block:
        match statement:
            case nodes.FuncDef():
                yield statement
                yield from _functions(statement.body.body)
            case nodes.Decorator(func=function):
                yield function
                yield from _functions(function.body.body)
            case nodes.ClassDef(defs=definitions):
                yield from _functions(definitions.body)
            case nodes.IfStmt(body=bodies, else_body=otherwise):
                for inner in (*bodies, *([otherwise] if otherwise is not None else [])):
                    yield from _functions(inner.body)
            case nodes.TryStmt(body=body):
                yield from _functions(body.body)
            case _:
                pass


def _enter(run: Run, function: nodes.FuncDef | None) -> State:
    """Make the frame of the body and the state at its beginning."""
    scope = function.fullname if function is not None else run.module
    declaration = Declaration(
        scope, hole=lambda path: Size.of(Symbol(".".join(path), scope, rigid=False, least=None))
    )
    variables = _parameters(run, function, declaration) if function is not None else {}
    binding = Binding(
        scope,
        hole=declaration.hole,
        sizes={name: Bound(size) for name, size in declaration.sizes.items()},
        runs={name: BoundRun((part,)) for name, part in declaration.runs.items()},
    )
    signature = function.type if function is not None else None
    result = awaited(signature.ret_type) if isinstance(signature, types.CallableType) else None
    if function is not None and function.is_generator:
        result = None
    run.frames.append(Frame(function, binding, result))
    return State(variables=variables, facts=declaration.complete())


def _parameters(run: Run, function: nodes.FuncDef, declaration: Declaration) -> dict[nodes.SymbolNode, Value]:
    signature = function.type
    declared = (
        signature.arg_types if isinstance(signature, types.CallableType) else [None] * len(function.arguments)
    )
    values: dict[nodes.SymbolNode, Value] = {}
    for argument, kind, declared_type in zip(function.arguments, function.arg_kinds, declared, strict=True):
        variable = argument.variable

        def shape_of(carried: Carried, name: str = variable.name) -> Shape:
            return declaration.shape(carried.annotation, name)

        value = Declared(shape_of, f"{declaration.scope}.{variable.name}", run.module).value(
            declared_type, variable.name
        )
        values[variable] = _collected(value, kind)
    if function.info and function.arguments and not function.is_static:
        values[function.arguments[0].variable] = UNKNOWN if function.is_class else Instance(function.info)
    return values


def _collected(value: Value, kind: nodes.ArgKind) -> Value:
    """Give what `*args` and `**kwargs` hold, whose types are those of their items."""
    if kind == nodes.ARG_STAR:
        return Many(value, "tuple") if not isinstance(value, Items) else UNKNOWN
    return UNKNOWN if kind == nodes.ARG_STAR2 else value
