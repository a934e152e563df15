"""Expressions that tell whether something was given, and functions that put a default in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformable_mypy.interpreter.run import Run


def tested(condition: nodes.Expression, run: Run) -> tuple[str, bool] | None:
    """Tell which variable a condition looks at, and whether the condition holds where it is not `None`.

    Returns:
        The name and the answer; None for a condition that says something else.
    """
    match condition:
        case nodes.ComparisonExpr(
            operators=["is" | "is not" as operator],
            operands=[nodes.NameExpr(name=name), nodes.NameExpr(fullname="builtins.None")],
        ):
            return name, operator == "is not"
        case nodes.NameExpr(name=name, fullname=fullname) if not fullname.startswith("builtins."):
            return name, True
        case nodes.UnaryExpr(op="not", expr=inner):
            found = tested(inner, run)
            return None if found is None else (found[0], not found[1])
        case nodes.CallExpr(args=[nodes.NameExpr(name=name)]):
            return _tested_by_call(condition, name, run)
        case _:
            return None


def _tested_by_call(call: nodes.CallExpr, name: str, run: Run) -> tuple[str, bool] | None:
    """Look into a function such as `def exists(v): return v is not None`."""
    function = own_function(call, run)
    match run.statements_of(function) if function is not None else ():
        case [nodes.ReturnStmt(expr=nodes.ComparisonExpr() as result)]:
            found = tested(result, run)
            return None if found is None else (name, found[1])
        case _:
            return None


def own_function(call: nodes.CallExpr, run: Run) -> nodes.FuncDef | None:
    """Give the function of this module that is called, if it is one by its name."""
    function = call.callee.node if isinstance(call.callee, nodes.NameExpr) else None
    return function if isinstance(function, nodes.FuncDef) and run.is_own(function) else None


def names_tested(condition: nodes.Expression, run: Run) -> Iterator[str]:
    """Yield the variables that a condition looks at for being `None`, or gives to a function that may."""
    found = tested(condition, run)
    if found is not None:
        yield found[0]
        return
    match condition:
        case nodes.OpExpr(op="and" | "or", left=left, right=right):
            yield from names_tested(left, run)
            yield from names_tested(right, run)
        case nodes.UnaryExpr(op="not", expr=inner):
            yield from names_tested(inner, run)
        case nodes.CallExpr(args=arguments) if own_function(condition, run) is not None:
            yield from (argument.name for argument in arguments if isinstance(argument, nodes.NameExpr))
        case _:
            pass


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an expression may give.

    Attributes:
        expression: What gives it.
        may_be_missing: Whether it is given only if it is not `None`.
    """

    expression: nodes.Expression
    may_be_missing: bool = False


def chosen_between(expression: nodes.Expression, run: Run) -> Iterator[Chosen]:
    """Yield what an expression gives: itself, or one of two, the first of which may be missing.

    That is `v if v is not None else d`, `v or d`, or a call of a function that gives one or the other.
    """
    match expression:
        case nodes.ConditionalExpr(cond=condition, if_expr=one, else_expr=other):
            yield from _between(condition, one, other, run)
        case nodes.OpExpr(op="or", left=nodes.NameExpr() as left, right=right):
            yield Chosen(left, may_be_missing=True)
            yield from chosen_between(right, run)
        case nodes.CallExpr():
            yield from _given_by_call(expression, run)
        case _:
            yield Chosen(expression)


def _between(
    condition: nodes.Expression, one: nodes.Expression, other: nodes.Expression, run: Run
) -> Iterator[Chosen]:
    found = tested(condition, run)
    if found is None:
        return
    name, given = found
    kept, default = (one, other) if given else (other, one)
    if isinstance(kept, nodes.NameExpr) and kept.name == name:
        yield Chosen(kept, may_be_missing=True)
        yield from chosen_between(default, run)


def _given_by_call(call: nodes.CallExpr, run: Run) -> Iterator[Chosen]:
    function = own_function(call, run)
    if function is None or set(call.arg_kinds) != {nodes.ARG_POS} or len(call.args) > len(function.arg_names):
        return
    arguments = dict(zip(function.arg_names, call.args, strict=False))
    for result in _results(run.statements_of(function), run):
        name = result.expression.name if isinstance(result.expression, nodes.NameExpr) else None
        if name in arguments:
            inner = chosen_between(arguments[name], run)
            yield from (Chosen(one.expression, one.may_be_missing or result.may_be_missing) for one in inner)


def _results(body: Sequence[nodes.Statement], run: Run) -> Iterator[Chosen]:
    """Yield what a function gives whose body only chooses between a value and a default."""
    match body:
        case [nodes.ReturnStmt(expr=nodes.ConditionalExpr() | nodes.OpExpr() | nodes.NameExpr() as result)]:
            yield from chosen_between(result, run)
        case [
            nodes.IfStmt(
                expr=[condition],
                body=[nodes.Block(body=[nodes.ReturnStmt(expr=nodes.Expression() as one)])],
                else_body=None,
            ),
            nodes.ReturnStmt(expr=nodes.Expression() as other),
        ]:
            yield from _between(condition, one, other, run)
        case _:
            pass
