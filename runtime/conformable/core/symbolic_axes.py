"""The size that an arithmetic axis such as `2*n+1` stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import floor_divide, maximum, minimum, modulo, power
from conformable.core.expression import Constant, Expression, Hole, Operation, Variable
from conformable.core.sizes import Size, product, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OPERATORS: Final[Mapping[str, Callable[..., Size]]] = {
    "+": lambda *sizes: total(sizes),
    "*": lambda *sizes: product(sizes),
    "-": lambda left, right: left - right,
    "neg": lambda size: -size,
    "//": floor_divide,
    "%": modulo,
    "**": power,
    "min": minimum,
    "max": maximum,
}


def size_of(
    expression: Expression, variable: Callable[[str], Size], hole: Callable[[tuple[str, ...]], Size]
) -> Size:
    """Compute the size of an expression.

    Args:
        expression: What the axis spells.
        variable: Gives the size of a named axis.
        hole: Gives the size that an attribute path such as `("self", "d")` stands for.

    >>> from conformable.core.sizes import Symbol
    >>> doubled = Operation("*", (Constant(2), Variable("n")))
    >>> size_of(doubled, lambda name: Size.of(Symbol(name)), lambda path: Size.of(0))
    <2*n>
    """
    match expression:
        case Constant(value):
            return Size.of(value)
        case Variable(name):
            return variable(name)
        case Hole(path):
            return hole(path)
        case Operation(operator, operands):
            return _OPERATORS[operator](*(size_of(operand, variable, hole) for operand in operands))
