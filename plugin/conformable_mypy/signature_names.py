"""Notes on the axis names of a signature: two that are spelt almost alike, and one that is used only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    CallExpr,
    Expression,
    FuncDef,
    IfStmt,
    OpExpr,
    Statement,
    TypeInfo,
    UnaryExpr,
    Var,
)
from mypy.types import CallableType, Type, TypeList, UnboundType, UnionType

from conformable.core import messages
from conformable.core.axis_names import alike
from conformable.core.notation import Axis, NotationError, names_of, parse
from conformable_mypy.annotation_expressions import written_annotation
from conformable_mypy.annotations import place_of, text_of
from conformable_mypy.carrier import carriers
from conformable_mypy.codes import SHAPE_ANNOTATION
from conformable_mypy.dtypes import word_of
from conformable_mypy.instrument import statements_in
from conformable_mypy.module_facts import facts_of
from conformable_mypy.reports import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.nodes import Context

    from conformable_mypy.body_exit import Body
    from conformable_mypy.config import Options


def name_notes(body: Body, options: Options) -> list[Report]:
    """Return what is to be said about the axis names of a function's signature.

    Args:
        body: A function that mypy has just checked, or the top level of a module.
        options: The user's choices.
    """
    function = body.function
    if function is None or not isinstance(function.type, CallableType):
        return []
    used = Counter(_names_in(function.type))
    pairs = [pair for pair in combinations(used, 2) if alike(*pair)]
    said = [(name, messages.alike_names(name, earlier)) for earlier, name in pairs]
    if options.strict_names:
        once = _used_once(used, function, body) - {name for pair in pairs for name in pair}
        said += [(name, messages.name_used_once(name)) for name in used if name in once]
    places = _places(function, facts_of(body.tree).renamed) if said else {}
    return [
        Report(places.get(name, function), SHAPE_ANNOTATION.code, text, severity="note")
        for name, text in said
    ]


def _names_in(declared: Type | None) -> Iterator[str]:
    """Yield the axis names in a declared type, each as often as it stands there."""
    for carried in carriers(declared):
        yield from _names_of(carried.annotation.axes)


def _names_of(axes: tuple[Axis, ...]) -> Iterator[str]:
    return (name for axis in axes for name in names_of(axis))


def _used_once(used: Counter[str], function: FuncDef, body: Body) -> set[str]:
    once = {name for name, times in used.items() if times == 1}
    return once.difference(_names_of_class(function.info or None), _names_in_body(body))


def _names_of_class(info: TypeInfo | None) -> Iterator[str]:
    """Yield the names that may be sizes of the instance: attributes, their axes, constructor parameters."""
    for base in info.mro if info is not None else ():
        for name, symbol in base.names.items():
            yield name
            if isinstance(symbol.node, Var):
                yield from _names_in(symbol.node.type)
            elif name == "__init__" and isinstance(symbol.node, FuncDef):
                yield from filter(None, symbol.node.arg_names)


def _names_in_body(body: Body) -> Iterator[str]:
    """Yield the axis names in the annotations of local variables, and in `isinstance(x, Float[...])`."""
    renamed = facts_of(body.tree).renamed
    for statement in statements_in(body.statements):
        if isinstance(statement, AssignmentStmt):
            yield from _names_in(statement.type)
        for condition in _conditions(statement):
            yield from _names_in_condition(condition, renamed)


def _conditions(statement: Statement) -> list[Expression]:
    match statement:
        case AssertStmt(expr=condition):
            return [condition]
        case IfStmt(expr=conditions):
            return conditions
        case _:
            return []


def _names_in_condition(condition: Expression, renamed: Mapping[str, str]) -> Iterator[str]:
    match condition:
        case OpExpr(left=left, right=right):
            yield from _names_in_condition(left, renamed)
            yield from _names_in_condition(right, renamed)
        case UnaryExpr(expr=inner):
            yield from _names_in_condition(inner, renamed)
        case CallExpr(args=[_, asked]) if (written := written_annotation(asked, renamed)) is not None:
            yield from _names_of(_axes(written.literal.value))
        case _:
            pass


def _places(function: FuncDef, renamed: Mapping[str, str]) -> dict[str, Context]:
    """Find where each name stands last in the signature as it was written; an alias has no place in it."""
    signature = function.unanalyzed_type
    places: dict[str, Context] = {}
    if isinstance(signature, CallableType):
        for part in (*signature.arg_types, signature.ret_type):
            for literal, text in _literals(part, renamed):
                for axis in _axes(text):
                    place = place_of(literal, text, axis.column, axis.text)
                    places |= dict.fromkeys(names_of(axis), place)
    return places


def _literals(written: Type, renamed: Mapping[str, str]) -> Iterator[tuple[Type, str]]:
    """Yield the dim strings in a type as it was written."""
    match written:
        case UnionType(items=items) | TypeList(items=items):
            for item in items:
                yield from _literals(item, renamed)
        case UnboundType(name=name, args=(array, literal)) if word_of(name, renamed) is not None:
            yield from _literals(array, renamed)
            text = text_of(literal)
            if text is not None:
                yield literal, text
        case UnboundType(args=arguments):
            for argument in arguments:
                yield from _literals(argument, renamed)
        case _:
            pass


def _axes(text: str) -> tuple[Axis, ...]:
    try:
        return parse(text).axes
    except NotationError:
        return ()
