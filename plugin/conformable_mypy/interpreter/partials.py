"""`functools.partial`, and the choice between overloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable_mypy.interpreter.arguments import Arguments, match_arguments, parameters_of
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.values import UNKNOWN, Operation, Partial, Value

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def partial(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Keep a function and its first arguments."""
    if not arguments.positional or not arguments.complete:
        return UNKNOWN
    function, *positional = arguments.positional
    keywords = tuple((name, operand.value) for name, operand in arguments.keywords.items())
    return Partial(function.value, tuple(operand.value for operand in positional), keywords)


def with_kept(kept: Partial, arguments: Arguments) -> Arguments:
    """Put the kept arguments of a partial function in front of those of a call."""
    return Arguments(
        [*map(Operand, kept.positional), *arguments.positional],
        {name: Operand(value) for name, value in kept.keywords} | arguments.keywords,
        arguments.complete,
    )


def chosen(
    definition: nodes.OverloadedFuncDef, bound: Operand | None, arguments: Arguments, run: Run
) -> types.CallableType | None:
    """Choose the overload that mypy chooses: the first whose parameters take the arguments.

    Returns:
        Its signature; None where that cannot be told.
    """
    for item in definition.items:
        function = item.func if isinstance(item, nodes.Decorator) else item
        signature = function.type
        if not isinstance(signature, types.CallableType):
            return None
        pairs = match_arguments(parameters_of(signature.arg_names, signature.arg_kinds), arguments, bound)
        if pairs is None or len(_required(signature)) > len(pairs):
            continue
        fits = [
            run.fits(operand.node, signature.arg_types[parameter.index])
            for parameter, operand in pairs
            if operand is not bound
        ]
        if all(fits):
            return signature
        if None in fits:
            return None
    return None


def _required(signature: types.CallableType) -> list[nodes.ArgKind]:
    return [kind for kind in signature.arg_kinds if kind in {nodes.ARG_POS, nodes.ARG_NAMED}]
