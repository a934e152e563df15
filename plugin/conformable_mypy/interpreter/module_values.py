"""Variables of a module that are given one function or class, once: they can be relied on as a `def` can."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from conformable.core.sizes import Size
from conformable_mypy import instrument
from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.callable_encoding import decode_callable, encode_callable
from conformable_mypy.interpreter.definitions import CONSTANTS, TRANSPARENT, value_of_definition
from conformable_mypy.interpreter.stored import read_stored
from conformable_mypy.interpreter.stores import captured_names, statements_in, targets_of
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Class,
    Function,
    Integer,
    Items,
    Operation,
    Partial,
    Scalar,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformable_mypy.interpreter.run import Run

PREFIX: Final = "__conformable__@variable:"
"""Begins the name of the variable that holds what another one is given."""

KEEPS_SHAPES: Final = Operation("conformable.checked")
"""Stands for every decorator that leaves a function's shapes as they are."""


def of_variable(fullname: str, run: Run, reading: frozenset[str] = frozenset()) -> Value:
    """Give the function or class that a variable of a module holds, whenever it is read.

    Args:
        fullname: The full name of the variable.
        run: The interpretation.
        reading: The variables that are given what this one holds.
    """
    module, _, name = fullname.rpartition(".")
    if module != run.module:
        stored = read_stored(module, f"{PREFIX}{name}", run)
        return UNKNOWN if stored is None else decode_callable(stored, run)
    given = given_once(run).get(name)
    if given is None or fullname in reading:
        return UNKNOWN
    return _value(given, run, reading | {fullname})


def given_once(run: Run) -> Mapping[str, nodes.Expression]:
    """Give the variables of this module that are given a function or class once; a module is read once."""
    kept = run.session.kept
    if kept.module_values is None:
        tree = run.types.find_module(run.module)
        kept.module_values = {} if tree is None else dict(_given_once(written_statements(tree.defs)))
    return kept.module_values


def _given_once(block: Iterable[nodes.Statement]) -> Iterator[tuple[str, nodes.Expression]]:
    """Yield the names that only one statement of a module sets, one that certainly runs."""
    statements = list(block)
    stores = Counter(name for statement in statements_in(statements) for name in _names_set(statement))
    inside = (one for one in instrument.statements_in(statements) if isinstance(one, nodes.GlobalDecl))
    changed = {name for declaration in inside for name in declaration.names}
    for statement in reversed(statements):
        match statement:
            case nodes.ImportAll():
                # It may bring any name in the place of those above it.
                return
            case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(name=name)], rvalue=value):
                if stores[name] == 1 and name not in changed and _can_be_called(value):
                    yield name, value
            case _:
                pass


def _can_be_called(value: nodes.Expression) -> bool:
    return isinstance(value, nodes.RefExpr | nodes.CallExpr | nodes.LambdaExpr | nodes.ConditionalExpr)


def _names_set(statement: nodes.Statement) -> Iterator[str]:
    """Yield the names that a statement sets."""
    match statement:
        case (
            nodes.FuncDef(name=name)
            | nodes.Decorator(name=name)
            | nodes.OverloadedFuncDef(name=name)
            | nodes.ClassDef(name=name)
        ):
            yield name
        case nodes.Import(ids=modules):
            yield from (alias or module.partition(".")[0] for module, alias in modules)
        case nodes.ImportFrom(names=names):
            yield from (alias or name for name, alias in names)
        case nodes.TryStmt(vars=caught):
            yield from (target.name for target in caught if target is not None)
        case nodes.MatchStmt(patterns=patterns):
            yield from (name.name for pattern in patterns for name in captured_names(pattern))
        case _:
            stored = targets_of(statement)
            yield from (target.name for target in stored if isinstance(target, nodes.NameExpr))


def _value(given: nodes.Expression, run: Run, reading: frozenset[str]) -> Value:
    """Evaluate an expression that gives the same wherever it is evaluated; any other one is unknown."""
    match given:
        case nodes.LambdaExpr():
            return Function(given)
        case nodes.CallExpr(callee=nodes.RefExpr(fullname="functools.partial")):
            return _partial(given, run, reading)
        case nodes.CallExpr(callee=nodes.RefExpr(fullname=called)) if called in TRANSPARENT:
            return KEEPS_SHAPES
        case nodes.ConditionalExpr(if_expr=one, else_expr=other):
            decorators = all(_keeps_shapes(option, run, reading) for option in (one, other))
            return KEEPS_SHAPES if decorators else UNKNOWN
        case nodes.RefExpr() if _is_global(given):
            return _named(given, run, reading)
        case nodes.TupleExpr(items=items):
            return Items(tuple(_value(item, run, reading) for item in items))
        case _:
            return _literal(given)


def _literal(given: nodes.Expression) -> Value:
    match given:
        case nodes.IntExpr(value=number):
            return Integer(Size.of(number))
        case nodes.StrExpr(value=known) | nodes.FloatExpr(value=known):
            return Scalar(known)
        case _:
            return UNKNOWN


def _named(name: nodes.RefExpr, run: Run, reading: frozenset[str]) -> Value:
    if name.fullname in TRANSPARENT:
        return KEEPS_SHAPES
    if name.fullname in CONSTANTS:
        return CONSTANTS[name.fullname]
    return of_reference(name, run, reading)


def of_reference(name: nodes.RefExpr, run: Run, reading: frozenset[str] = frozenset()) -> Value:
    """Give what a name of a module refers to, be it a definition or a variable that holds one."""
    known = value_of_definition(name.node, name.fullname)
    if known == UNKNOWN and isinstance(name.node, nodes.Var | nodes.TypeAlias):
        return of_variable(name.node.fullname, run, reading)
    return known


def keeps_shapes(decorator: nodes.Expression, run: Run) -> bool:
    """Tell whether a decorator is known to leave a function's shapes as they are, also by another name."""
    return _keeps_shapes(decorator, run, frozenset())


def _keeps_shapes(decorator: nodes.Expression, run: Run, reading: frozenset[str]) -> bool:
    value = _value(decorator, run, reading)
    return value == KEEPS_SHAPES or (
        isinstance(value, Function) and _gives_its_argument(value.definition, run)
    )


def _gives_its_argument(function: nodes.FuncDef | nodes.LambdaExpr, run: Run) -> bool:
    """Tell whether a function is `def identity(t): return t`."""
    # A function of a module from mypy's cache has neither a body nor arguments.
    if isinstance(function, nodes.FuncDef) and not run.is_own(function):
        return False
    if not function.arguments:
        return False
    match run.statements_of(function):
        case [nodes.ReturnStmt(expr=nodes.NameExpr(node=returned))]:
            return returned is function.arguments[0].variable
        case _:
            return False


def _is_global(name: nodes.RefExpr) -> bool:
    """Tell whether a name is that of a module, its own or one that is imported; no attribute of an object."""
    if isinstance(name, nodes.NameExpr):
        return True
    return (
        isinstance(name, nodes.MemberExpr)
        and isinstance(name.expr, nodes.RefExpr)
        and isinstance(name.expr.node, nodes.MypyFile)
    )


def _partial(call: nodes.CallExpr, run: Run, reading: frozenset[str]) -> Value:
    if not set(call.arg_kinds) <= {nodes.ARG_POS, nodes.ARG_NAMED}:
        return UNKNOWN
    values = [
        (name, _value(argument, run, reading))
        for name, argument in zip(call.arg_names, call.args, strict=True)
    ]
    function, *positional = [value for name, value in values if name is None] or [UNKNOWN]
    if function == UNKNOWN:
        return UNKNOWN
    return Partial(
        function, tuple(positional), tuple((name, value) for name, value in values if name is not None)
    )


def stored_values(run: Run) -> Iterator[tuple[str, list[Any]]]:
    """Yield the variables of this module that hold a function or class, with what is stored of them."""
    for name in given_once(run):
        value = of_variable(f"{run.module}.{name}", run)
        written = (
            encode_callable(value) if isinstance(value, Class | Function | Operation | Partial) else None
        )
        if written is not None:
            yield name, written
