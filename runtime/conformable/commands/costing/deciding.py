"""Conditions that are decided by what a function is called with: whether something is `None`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from conformable.commands.observations.static_values import StaticChoice, StaticConstant

if TYPE_CHECKING:
    from conformable.commands.costing.walking import Walker

NONE: Final = StaticConstant(None)


def decided(test: ast.expr, walker: Walker) -> bool | None:
    """Say whether a condition holds; None where that is not known."""
    match test:
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return is_none(left, walker)
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            known = is_none(left, walker)
            return None if known is None else not known
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            known = decided(operand, walker)
            return None if known is None else not known
        case ast.BoolOp(op=operator, values=parts):
            stops = isinstance(operator, ast.Or)
            found = [decided(part, walker) for part in parts]
            if stops in found:
                return stops
            return None if None in found else not stops
        case _:
            return None


def is_none(node: ast.expr, walker: Walker) -> bool | None:
    """Say whether an expression is `None`; None where that is not known."""
    match walker.value(node):
        case None:
            return None
        case StaticChoice(options) if NONE in options or None in options:
            return None
        case value:
            return value == NONE
