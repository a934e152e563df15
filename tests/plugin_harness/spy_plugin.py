"""The plugin with a rule of the tests in the place of the interpreter: it reports what annotations carry."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

from mypy import nodes, types

from conformable_mypy import plugin
from conformable_mypy.body_exit import Body
from conformable_mypy.carrier import Carried, opened, read
from conformable_mypy.mypy_api import Checker
from conformable_mypy.names import public_method, public_name
from conformable_mypy.reports import Report

__all__ = ["plugin"]

#: Name and line of a body -> how often it was interpreted; shown if the environment says SPY_COUNTS.
visits: Counter[tuple[str, int]] = Counter()


def interpret(body: Body, *_: object) -> list[Report]:
    """Report the end of a body, what its parameters carry, and what the results of its calls carry."""
    node = body.function or body.statements[-1]
    name = body.function.name if body.function else body.tree.name
    visits[name, node.line] += 1
    count = f", visit {visits[name, node.line]}" if "SPY_COUNTS" in os.environ else ""
    found = [Report(node, None, f"end of {name}{count}", (), "note")]
    if body.function is not None:
        found.extend(_of_parameters(body.function, body.checker))
    for statement in body.statements:
        found.extend(_of_statement(statement, body.checker))
        if "SPY_NAMES" in os.environ and isinstance(statement, nodes.ExpressionStmt):
            found.append(Report(statement, None, f"named {_name(statement.expr, body.checker)}", (), "note"))
    wanted = os.environ.get("SPY_ONLY", "")
    return [report for report in found if re.search(wanted, report.message)]


def _of_parameters(function: nodes.FuncDef, checker: Checker) -> Iterator[Report]:
    for argument in function.arguments:
        yield from _of_variable(function, argument.variable, checker)


def _of_statement(statement: nodes.Statement, checker: Checker) -> Iterator[Report]:
    match statement:
        case nodes.ExpressionStmt(
            expr=nodes.CallExpr(callee=nodes.NameExpr(node=nodes.FuncDef() as function))
        ):
            if isinstance(function.type, types.CallableType):
                parts = "; ".join(map(spelt, carried(function.type.ret_type, checker)))
                if parts:
                    yield Report(statement, "shape-op", f"{function.name} returns {parts}", ("as declared",))
        case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(node=nodes.Var() as variable)]) if statement.type:
            yield from _of_variable(statement, variable, checker)
        case _:
            pass


def _of_variable(node: nodes.Context, variable: nodes.Var, checker: Checker) -> Iterator[Report]:
    parts = list(carried(variable.type, checker))
    if parts:
        yield Report(node, None, f"{variable.name} carries {'; '.join(map(spelt, parts))}", (), "note")
        yield Report(node, None, f'{variable.name} has names of "{parts[0].scope}"', (), "note")


def _name(expression: nodes.Expression, checker: Checker) -> str:
    """Return the public name of a function, or of a method or attribute of a tensor."""
    if isinstance(expression, nodes.RefExpr) and expression.fullname:
        return public_name(expression.fullname)
    if isinstance(expression, nodes.MemberExpr):
        receiver = types.get_proper_type(checker.type_of(expression.expr))
        if isinstance(receiver, types.Instance):
            return public_method(receiver.type, expression.name)
    return "nothing"


def spelt(part: Carried) -> str:
    return f'{part.dtype} "{part.annotation.text}"'


def carried(declared: types.Type | None, checker: Checker) -> Iterator[Carried]:
    """Yield what a declared type carries, or else what the types in it carry."""
    found = read(declared, checker.module)
    if found is not None:
        yield found
        return
    match declared:
        case types.UnionType(items=items) | types.TupleType(items=items) | types.Instance(args=items):
            for item in items:
                yield from carried(item, checker)
        case types.TypeAliasType():
            yield from carried(opened(declared), checker)
        case _:
            pass


stand_in = ModuleType("conformable_mypy.interpreter")
setattr(stand_in, "interpret", interpret)  # noqa: B010  -- a module has no such attribute to mypy
sys.modules[stand_in.__name__] = stand_in
