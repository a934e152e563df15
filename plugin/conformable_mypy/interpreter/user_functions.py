"""Functions to which the project itself has given a rule, found by the name under which they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.annotation_expressions import dotted_name
from conformable_mypy.imports import imported_names
from conformable_mypy.interpreter.values import Operation

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def with_own_rule(callee: nodes.Expression, run: Run, state: State) -> Operation | None:
    """Return the function that is called, if the project has given it a rule.

    mypy knows nothing of a library without types, not even the names in it: there the imports of the module
    tell what a name stands for.
    """
    rules = run.session.rules.rules
    if not rules or not isinstance(callee, nodes.RefExpr):
        return None
    if callee.fullname in rules:
        return Operation(callee.fullname)
    spelt = dotted_name(callee)
    tree = run.types.find_module(run.module)
    if not spelt or tree is None or _is_variable(callee, state):
        return None
    first, dot, rest = spelt.partition(".")
    name = f"{imported_names(tree).get(first, '')}{dot}{rest}"
    return Operation(name) if name in rules else None


def _is_variable(expression: nodes.Expression, state: State) -> bool:
    """Tell whether a dotted name begins with a variable that the function has set."""
    while isinstance(expression, nodes.MemberExpr):
        expression = expression.expr
    return isinstance(expression, nodes.NameExpr) and expression.node in state.variables
