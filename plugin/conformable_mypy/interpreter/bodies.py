"""Begin the interpretation of a body: its parameters, its names, its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Binding, Bound, BoundRun
from conformable.core.declaring import Declaration
from conformable.core.sizes import INSTANCE, INTEGER, Size, Symbol
from conformable_mypy.interpreter import classes, declared_fields, forgetting, objects, yielding
from conformable_mypy.interpreter.annotated import annotated_names, awaited, size_parameters
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.expressions import evaluate
from conformable_mypy.interpreter.frames import Frame
from conformable_mypy.interpreter.inlining import result_of
from conformable_mypy.interpreter.result_summaries import may_tell_more, summary
from conformable_mypy.interpreter.run import Outcome, OutOfStepsError, Run
from conformable_mypy.interpreter.state import State
from conformable_mypy.interpreter.statements import execute
from conformable_mypy.interpreter.storing import (
    store_classes,
    store_nothing_else,
    store_results,
    store_values,
)
from conformable_mypy.interpreter.values import UNKNOWN, Integer, Items, Many, Object, Value
from conformable_mypy.reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.shapes import Shape
    from conformable_mypy.body_exit import Body
    from conformable_mypy.carrier import Carried
    from conformable_mypy.config import Options
    from conformable_mypy.consulted import Consulted
    from conformable_mypy.session import Session

    Watcher = Callable[[Run, State, State], None]


def interpret(
    body: Body, options: Options, session: Session, consulted: Consulted, watch: Watcher | None = None
) -> list[Report]:
    """Interpret a body that mypy has just checked.

    Args:
        body: A function or the top level of a module, with the types of its expressions.
        options: The user's configuration.
        session: What it is interpreted with.
        consulted: Is filled with what is read besides the body.
        watch: Is given what was seen, if the interpretation comes to its end.

    Returns:
        What was found, in no particular order.
    """
    run = Run(body.tree.fullname, body.checker, options, evaluate, execute, _standalone, session)
    run.consulted = consulted
    run.observed = {} if watch is not None else None
    state = _enter(run, body.function)
    entry = state.copy()
    try:
        run.execute(body.statements, state)
        if body.function is None:
            store_classes(body.statements, run)
            store_results(body.statements, run)
            store_values(run)
            store_nothing_else(run)
    except (OutOfStepsError, RecursionError):
        session.remembered.changed(run.module)
        return [Report(body.function or body.statements[0], None, messages.too_large(), severity="note")]
    if watch is not None:
        watch(run, entry, state)
    return list(run.findings.reports.values())


def _standalone(function: nodes.FuncItem, caller: Run) -> Outcome:
    """Interpret a function that a call was followed into as if it were checked on its own."""
    if not isinstance(function, nodes.FuncDef):
        return Outcome()
    run = Run(
        *(caller.module, caller.types, caller.options, evaluate, execute, _standalone, caller.session),
        checked=False,
    )
    run.outcomes, run.questions = caller.outcomes, caller.questions
    try:
        state = _enter(run, function)
        entry = state.copy()
        run.execute(run.statements_of(function), state)
        met = _met(run.frame, state)
        given = result_of(run.frame, state, function, run, entry.copy())
    except (OutOfStepsError, RecursionError):
        return Outcome(consulted=run.consulted)
    result = summary(function, entry, given, state) if may_tell_more(function) else None
    return Outcome(frozenset(node for node, _ in run.findings.reports), met, result, run.consulted)


def _met(frame: Frame, end: State) -> tuple[tuple[str, Size], ...]:
    """Find the axis names that are sizes of the instance on every path through a method."""
    ends = [*(state for _, state in frame.returned), *([end] if end.live else [])]
    met = (
        (name, _size_of_instance(name, bound.size, frame, ends))
        for name, bound in frame.binding.sizes.items()
    )
    return tuple((name, size) for name, size in met if size is not None)


def _size_of_instance(name: str, size: Size, frame: Frame, ends: list[State]) -> Size | None:
    """Give the size of the instance that an axis has turned out to be, wherever the method ends."""
    own = frame.given_sizes.get(name)
    if own is None or not ends or any(state.facts.simplify(size - own).terms for state in ends):
        known = {state.facts.simplify(size) for state in ends}
        own = known.pop() if len(known) == 1 else None
    if own is None or own.number is not None:
        return None
    return own if all(_is_of_instance(symbol) for symbol in own.symbols()) else None


def _is_of_instance(symbol: Symbol) -> bool:
    return symbol.scope.startswith(INSTANCE) and symbol.name.isidentifier()


def _enter(run: Run, function: nodes.FuncDef | None) -> State:
    """Make the frame of the body and the state at its beginning."""
    scope = function.fullname if function is not None else run.module
    frame = Frame(function, Binding(scope))
    run.frames.append(frame)
    state = State()
    if function is None:
        return state
    own = _own_object(function, run, state)
    sizes = _size_parameters(function, scope)
    holes = _holes(function, own, sizes, scope, run, state)
    declaration = Declaration(scope, hole=holes, facts=state.facts)
    parameters = _parameters(run, function, own, declaration)
    parameters |= {
        a.variable: Integer(sizes[a.variable.name]) for a in function.arguments if a.variable.name in sizes
    }
    state.variables = {name: forgetting.on_heap(value, run, state) for name, value in parameters.items()}
    state.facts = declaration.complete()
    frame.binding = Binding(
        scope,
        hole=declaration.hole,
        sizes={name: Bound(size) for name, size in declaration.sizes.items()},
        runs={name: BoundRun((part,)) for name, part in declaration.runs.items()},
    )
    frame.given_sizes = dict(sizes)
    frame.link(declaration.sizes, state, forced=False)
    if own is not None:
        made = state.content(own)
        frame.given_sizes |= declared_fields.shared_sizes(made) if isinstance(made, Object) else {}
        frame.given_sizes |= classes.instance_sizes(function.info, own, run, state)
        frame.link(declaration.sizes, state, forced=run.options.class_sizes)
    if isinstance(function.type, types.CallableType):
        result = function.type.ret_type
        frame.result = yielding.returned_type(result) if function.is_generator else awaited(result)
        frame.yielded = yielding.yielded_type(result) if function.is_generator else None
        if own is not None and run.options.class_sizes:
            frame.bind_linked(annotated_names(result), state, forced=True)
    return state


def _own_object(function: nodes.FuncDef, run: Run, state: State) -> Value | None:
    """Make `self`; None for a function that has none."""
    bound = function.info and function.arguments and not function.is_static and not function.is_class
    return classes.enter_method(function.info, run, state) if bound else None


def _size_parameters(function: nodes.FuncDef, scope: str) -> dict[str, Size]:
    """Make the sizes that callers give as integers; the annotations read them as they come in."""
    names = size_parameters(function.type) if isinstance(function.type, types.CallableType) else ()
    return {name: Size.of(Symbol(name, INTEGER + scope, least=0)) for name in names}


def _holes(
    function: nodes.FuncDef, own: Value | None, sizes: Mapping[str, Size], scope: str, run: Run, state: State
) -> Callable[[tuple[str, ...]], Size]:
    """Read holes such as `{n}` and `{self.d}` from the arguments, others as sizes of their own."""

    def hole(path: tuple[str, ...]) -> Size:
        if len(path) == 1 and path[0] in sizes:
            return sizes[path[0]]
        if own is not None and path[0] == function.arguments[0].variable.name:
            value = objects.read_path(own, path[1:], function, run, state)
            if isinstance(value, Integer):
                return value.size
        return Size.of(Symbol(".".join(path), scope, rigid=False, least=None))

    return hole


def _parameters(
    run: Run, function: nodes.FuncDef, own: Value | None, declaration: Declaration
) -> dict[nodes.SymbolNode, Value]:
    signature = function.type
    untyped: list[types.Type | None] = [None] * len(function.arguments)
    declared = signature.arg_types if isinstance(signature, types.CallableType) else untyped
    values: dict[nodes.SymbolNode, Value] = {}
    for argument, kind, declared_type in zip(function.arguments, function.arg_kinds, declared, strict=True):
        variable = argument.variable

        def shape_of(carried: Carried, name: str = variable.name) -> Shape:
            return declaration.shape(carried.annotation, name)

        scope = f"{declared_fields.GIVEN}{declaration.scope}.{variable.name}"
        maker = Declared(shape_of, scope, run.module, once=True)
        values[variable] = _collected(maker.value(declared_type, variable.name), kind)
    if own is None:
        return values
    values[function.arguments[0].variable] = own
    if function.name == "__init__":
        values |= classes.constructor_sizes(function, run)
    return values


def _collected(value: Value, kind: nodes.ArgKind) -> Value:
    """Give what `*args` and `**kwargs` hold, whose types are those of their items."""
    if kind == nodes.ARG_STAR:
        return Many(value, "tuple") if not isinstance(value, Items) else UNKNOWN
    return UNKNOWN if kind == nodes.ARG_STAR2 else value
