"""Integer expressions over axis names: what an arithmetic axis such as `2*n+1` means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformable.core import messages
from conformable.core.immutable import dataclass


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal size."""

    value: int

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Variable:
    """The size of a named axis."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Hole:
    """A size read from an argument: `{self.cfg.d}` has the path `("self", "cfg", "d")`."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return "{" + ".".join(self.path) + "}"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its operands.

    `+`, `*`, `min` and `max` take two or more operands, `-`, `//`, `%` and `**` take two, `neg` takes one.
    """

    operator: str
    operands: tuple[Expression, ...]

    def __str__(self) -> str:
        return _printed(self)


Expression = Constant | Variable | Hole | Operation

MAX_DEPTH = 50
MAX_BITS = 4096

FUNCTIONS = frozenset({"min", "max"})
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "//": 2, "%": 2, "neg": 3, "**": 4, "min": 5, "max": 5}
_ATOM = 5


class EvaluationError(ArithmeticError):
    """An expression that has no integer value for these sizes."""


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all expressions in it, from left to right.

    >>> [str(part) for part in walk(Operation("+", (Variable("n"), Constant(1))))]
    ['n+1', 'n', '1']
    """
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        if isinstance(current, Operation):
            pending.extend(reversed(current.operands))


def variables(expression: Expression) -> tuple[str, ...]:
    """Return the distinct axis names that the expression reads, in order of appearance.

    >>> variables(Operation("*", (Variable("h"), Variable("d"), Variable("h"))))
    ('h', 'd')
    """
    return tuple(dict.fromkeys(part.name for part in walk(expression) if isinstance(part, Variable)))


def holes(expression: Expression) -> tuple[Hole, ...]:
    """Return the distinct holes that the expression reads, in order of appearance."""
    return tuple(dict.fromkeys(part for part in walk(expression) if isinstance(part, Hole)))


def depth(expression: Expression) -> int:
    """Return the number of operations nested in each other.

    >>> depth(Variable("n")), depth(Operation("neg", (Variable("n"),)))
    (0, 1)
    """
    deepest = 0
    pending = [(expression, 0)]
    while pending:
        current, level = pending.pop()
        if isinstance(current, Operation):
            pending.extend((operand, level + 1) for operand in current.operands)
            level += 1
        deepest = max(deepest, level)
    return deepest


def evaluate(
    expression: Expression,
    size_of: Callable[[str], int],
    read_hole: Callable[[tuple[str, ...]], int],
) -> int:
    """Return the value of the expression.

    Args:
        expression: what to evaluate; at most `MAX_DEPTH` operations deep.
        size_of: gives the size of a named axis.
        read_hole: gives the value of a hole by its path.

    Raises:
        EvaluationError: if the value is not an integer: division by zero, a negative or huge power.

    >>> evaluate(Operation("//", (Variable("n"), Constant(2))), {"n": 7}.__getitem__, lambda path: 0)
    3
    """
    match expression:
        case Constant(value):
            return value
        case Variable(name):
            return size_of(name)
        case Hole(path):
            return read_hole(path)
        case Operation(operator, operands):
            values = [evaluate(operand, size_of, read_hole) for operand in operands]
            return _OPERATIONS[operator](values)


def power(base: int, exponent: int) -> int:
    """Return `base ** exponent` where it is an integer of reasonable size.

    Raises:
        EvaluationError: if the exponent is negative or the result has more than `MAX_BITS` bits.
    """
    if exponent < 0:
        raise EvaluationError(messages.negative_power(base, exponent))
    if base.bit_length() * exponent > MAX_BITS:
        raise EvaluationError(messages.huge_power(base, exponent))
    return int(base**exponent)


def _sum(values: list[int]) -> int:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _product(values: list[int]) -> int:
    total = values[0]
    for value in values[1:]:
        total = total * value
    return total


def _floor_divide(values: list[int]) -> int:
    if values[1] == 0:
        raise EvaluationError(messages.division_by_zero("//"))
    return values[0] // values[1]


def _remainder(values: list[int]) -> int:
    if values[1] == 0:
        raise EvaluationError(messages.division_by_zero("%"))
    return values[0] % values[1]


_OPERATIONS: dict[str, Callable[[list[int]], int]] = {
    "+": _sum,
    "-": lambda values: values[0] - values[1],
    "*": _product,
    "//": _floor_divide,
    "%": _remainder,
    "**": lambda values: power(values[0], values[1]),
    "min": min,
    "max": max,
    "neg": lambda values: -values[0],
}


def _precedence(expression: Expression) -> int:
    return _PRECEDENCE[expression.operator] if isinstance(expression, Operation) else _ATOM


def _operand(expression: Expression, at_least: int) -> str:
    text = str(expression)
    return text if _precedence(expression) >= at_least else f"({text})"


def _printed(operation: Operation) -> str:
    operator, operands = operation.operator, operation.operands
    if operator in FUNCTIONS:
        return f"{operator}({','.join(map(str, operands))})"
    level = _PRECEDENCE[operator]
    if operator == "neg":
        return "-" + _operand(operands[0], level)
    if operator == "**":
        # The exponent is a signed operand in Python's grammar: `2**-n` and `2**n**m` need no parentheses.
        return _operand(operands[0], _ATOM) + "**" + _operand(operands[1], _PRECEDENCE["neg"])
    first, *others = operands
    return operator.join([_operand(first, level), *(_operand(other, level + 1) for other in others)])
