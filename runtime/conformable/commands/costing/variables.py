"""What variables hold, where a caller or an assignment tells more than the body on its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from conformable.commands.costing.deciding import NONE
from conformable.commands.observations.static_values import (
    StaticChoice,
    StaticConstant,
    StaticInteger,
    StaticItems,
    StaticMany,
    StaticShape,
    StaticTensor,
    StaticValue,
    tensors_in,
)

if TYPE_CHECKING:
    from conformable.commands.costing.meanings import Meaning
    from conformable.commands.costing.programs import Function

Variables = dict[str, StaticValue]


def of_call(function: Function, arguments: Mapping[str, StaticValue], meaning: Meaning) -> Variables:
    """Return what the parameters of a function hold in a call.

    Args:
        function: The called function.
        arguments: What the caller passes, by parameter.
        meaning: What the symbols of the function stand for.
    """
    declared = {name: meaning.value(value) for name, value in function.body.parameters.items()}
    passed = {name: value for name, value in arguments.items() if value is not None}
    left_out = {name: NONE for name in _none_by_default(function.node.args) if name not in arguments}
    return {**declared, **left_out, **passed}


def of_trial(function: Function, absent: frozenset[str]) -> Variables:
    """Return what the parameters of a function hold where it is known which of them are `None`."""
    parameters = function.body.parameters
    return {name: NONE if name in absent else without_none(value) for name, value in parameters.items()}


def without_none(value: StaticValue) -> StaticValue:
    """Return an optional value where it is there."""
    if not isinstance(value, StaticChoice):
        return value
    options = tuple(option for option in value.options if option != NONE)
    return options[0] if len(options) == 1 else StaticChoice(options)


def read(seen: StaticValue, held: StaticValue, meaning: Meaning) -> StaticValue:
    """Return what a variable is.

    Args:
        seen: What the static half says where it is read.
        held: What it was bound to.
        meaning: Learns what the unnamed sizes of a tensor are.
    """
    match seen, held:
        case _, None:
            return seen
        case StaticTensor(), StaticTensor():
            meaning.settle(seen, [held])
            return meaning.value(seen)
        case StaticTensor(), StaticChoice(options):
            meaning.settle(seen, [option for option in options if isinstance(option, StaticTensor)])
            return meaning.value(seen)
        case ((StaticTensor() | StaticInteger() | StaticShape() | StaticConstant()), _):
            return seen
        case _ if any(True for _ in tensors_in(seen)) and held != NONE:
            return seen
        case _:
            return held


def joined(first: Variables, second: Variables) -> Variables:
    """Return what variables hold where two branches meet."""
    return {
        name: value if value == second[name] else StaticChoice((value, second[name]))
        for name, value in first.items()
        if name in second and (value == second[name] or _are_tensors(value, second[name]))
    }


def parts_of(value: StaticValue, count: int) -> Iterable[StaticValue]:
    """Return what the targets of an assignment get."""
    match value:
        case StaticItems(_, items) if len(items) == count:
            return items
        case StaticMany(_, item):
            return (item,) * count
        case _:
            return (None,) * count


def item_of(value: StaticValue) -> StaticValue:
    """Return what a loop over a value binds its target to; None where the items differ."""
    match value:
        case StaticMany(_, item):
            return item
        case StaticItems(_, [first, *rest]) if all(other == first for other in rest):
            return first
        case _:
            return None


def bound_in(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that statements bind."""
    for statement in statements:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    yield name
                case (
                    ast.MatchAs(name=str(name))
                    | ast.MatchStar(name=str(name))
                    | ast.MatchMapping(rest=str(name))
                ):
                    yield name
                case _:
                    pass


def _are_tensors(*values: StaticValue) -> bool:
    return all(isinstance(value, StaticTensor) for value in values)


def _none_by_default(arguments: ast.arguments) -> Iterator[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = arguments.defaults
    last = positional[len(positional) - len(defaults) :]
    pairs = (
        *zip(last, defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    )
    for parameter, default in pairs:
        if isinstance(default, ast.Constant) and default.value is None:
            yield parameter.arg
