"""Evaluate the arguments of a call and lay them over a function's parameters."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mypy import nodes

from conformable.core.immutable import dataclass
from conformable.core.sizes import Size
from conformable_mypy.interpreter.iterating import parts_of
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.values import UNKNOWN, Entries, Integer, Items, Many, Mixed, ShapeTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Operation, Value

    # What is done at a call of an operation that no shape rule describes.
    Handler = Callable[[Operation, "Arguments", nodes.CallExpr, Run, State], Value]


@dataclass(slots=True)
class Arguments:
    """The arguments of a call.

    Attributes:
        positional: In order, with `*sequence` spread out where its items are known.
        keywords: By name, with `**mapping` spread out where its entries are known.
        complete: False where a `*` or `**` argument is not known one by one.
    """

    positional: list[Operand] = field(default_factory=list)
    keywords: dict[str, Operand] = field(default_factory=dict)
    complete: bool = True

    @property
    def all(self) -> tuple[Operand, ...]:
        """Every operand, positional ones first."""
        return (*self.positional, *self.keywords.values())

    def with_values(self, values: Sequence[Value]) -> Arguments:
        """Give the same arguments with other values, in the order of `all`."""
        operands = [operand.with_value(value) for operand, value in zip(self.all, values, strict=True)]
        count = len(self.positional)
        keywords = dict(zip(self.keywords, operands[count:], strict=True))
        return Arguments(operands[:count], keywords, self.complete)


def evaluate_arguments(node: nodes.CallExpr, run: Run, state: State) -> Arguments:
    """Evaluate the arguments of a call from left to right."""
    arguments = Arguments()
    for expression, kind, name in zip(node.args, node.arg_kinds, node.arg_names, strict=True):
        operand = Operand(run.evaluate(expression, state), expression)
        if kind == nodes.ARG_STAR:
            _spread(operand, arguments, state)
        elif kind == nodes.ARG_STAR2:
            _spread_keywords(operand, arguments, state)
        elif name is not None:
            arguments.keywords[name] = operand
        else:
            arguments.positional.append(operand)
    return arguments


def _spread(operand: Operand, arguments: Arguments, state: State) -> None:
    match state.content(operand.value):
        case Items(items):
            arguments.positional.extend(Operand(item) for item in items)
        case ShapeTuple(shape):
            arguments.positional.extend(
                Operand(Integer(part)) if isinstance(part, Size) else Operand(ShapeTuple(shape), spread=True)
                for part in shape.parts
            )
        case Many() | Mixed() as content:
            arguments.positional.extend(
                Operand(part, spread=isinstance(part, Many)) for part in parts_of(content) or ()
            )
            arguments.complete = False
        case _:
            arguments.positional.append(Operand(UNKNOWN, spread=True))
            arguments.complete = False


def _spread_keywords(operand: Operand, arguments: Arguments, state: State) -> None:
    match state.content(operand.value):
        case Entries(entries):
            arguments.keywords.update({str(key): Operand(value) for key, value in entries})
        case _:
            arguments.complete = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function of the program.

    Attributes:
        name: Its name; "" where only the type of the function is known.
        kind: How it takes arguments.
        index: Its place in the signature.
    """

    name: str
    kind: nodes.ArgKind
    index: int


def parameters_of(names: Sequence[str | None], kinds: Sequence[nodes.ArgKind]) -> tuple[Parameter, ...]:
    """Give the parameters of a signature."""
    return tuple(
        Parameter(name or "", kind, index)
        for index, (name, kind) in enumerate(zip(names, kinds, strict=True))
    )


def match_arguments(
    parameters: Sequence[Parameter], arguments: Arguments, receiver: Operand | None
) -> list[tuple[Parameter, Operand]] | None:
    """Pair each argument with the parameter that takes it.

    Returns:
        The pairs in the order of the parameters; None where they cannot be told.
    """
    if not arguments.complete:
        return None
    positional = [*([receiver] if receiver is not None else []), *arguments.positional]
    keywords = dict(arguments.keywords)
    pairs: list[tuple[Parameter, Operand]] = []
    for parameter in parameters:
        if positional and (parameter.kind is nodes.ARG_POS or parameter.kind is nodes.ARG_OPT):
            pairs.append((parameter, positional.pop(0)))
        elif parameter.kind == nodes.ARG_STAR:
            pairs.extend((parameter, operand) for operand in positional)
            positional.clear()
        elif parameter.kind == nodes.ARG_STAR2:
            pairs.extend((parameter, operand) for operand in keywords.values())
            keywords.clear()
        elif parameter.name in keywords:
            pairs.append((parameter, keywords.pop(parameter.name)))
    return None if positional or keywords else pairs
