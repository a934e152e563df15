"""Where mypy's types of numbers are believed: what began as `0.0` may hold an array that has no type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.definitions import LIBRARIES
from conformable_mypy.interpreter.parts import within
from conformable_mypy.interpreter.stored import read_of_class
from conformable_mypy.interpreter.stores import methods_of, statements_in, targets_of
from conformable_mypy.interpreter.values import Value, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


PREFIX: Final = "__conformable__@numbers:"
"""Begins the name of the variable that holds what a class stores: no program can spell it."""

_NUMBERS: Final = frozenset({"builtins.int", "builtins.float"})
_GIVE_NUMBERS: Final = frozenset({"builtins.int", "builtins.float", "builtins.len"})


def is_stale(found: Value, node: nodes.Expression, run: Run, state: State) -> bool:
    """Tell whether mypy takes for a number what may be a tensor: `total = 0.0`, then `total = total + x`."""
    return has_numbers(found) and not _is_believed(node, run, state)


def has_numbers(found: Value) -> bool:
    """Tell whether a value is a number, or made of some."""
    return any(map(is_number, within([found])))


def holds_numbers(info: nodes.TypeInfo, name: str, run: Run) -> bool:
    """Tell whether all that a class and its bases store into an attribute is a number."""
    classes = [base for base in info.mro if not base.fullname.startswith(LIBRARIES)]
    stored = [fields[name] for base in classes if name in (fields := _fields_of(base, run))]
    return bool(stored) and all(stored)


def number_fields(info: nodes.TypeInfo, run: Run) -> Mapping[str, bool]:
    """Give the attributes that the methods of a class store, each with whether all of that is a number.

    Args:
        info: A class of this module.
        run: The interpretation.
    """
    known = run.session.kept.number_fields
    if info not in known:
        known[info] = _number_fields(info)
    return known[info]


def _number_fields(info: nodes.TypeInfo) -> dict[str, bool]:
    fields: dict[str, bool] = {}
    for method in methods_of(info.defn.defs.body):
        for statement in statements_in(written_statements(method.body.body)):
            for target in targets_of(statement):
                if isinstance(target, nodes.MemberExpr):
                    fields[target.name] = fields.get(target.name, True) and _stores_number(statement)
    return fields


def _fields_of(info: nodes.TypeInfo, run: Run) -> Mapping[str, bool]:
    if info.module_name == run.module:
        return number_fields(info, run)
    return read_of_class(info, PREFIX, run) or {}


def _stores_number(statement: nodes.Statement) -> bool:
    match statement:
        case nodes.AssignmentStmt(lvalues=[nodes.MemberExpr()], rvalue=value):
            return _is_number(value)
        case nodes.OperatorAssignmentStmt(rvalue=value):
            return _is_number(value)
        case _:
            return False


def _is_number(node: nodes.Expression) -> bool:
    """Tell whether an expression is a number, as it is written."""
    match node:
        case nodes.IntExpr() | nodes.FloatExpr():
            return True
        case nodes.UnaryExpr(expr=inner):
            return _is_number(inner)
        case nodes.OpExpr(left=left, right=right) | nodes.ConditionalExpr(if_expr=left, else_expr=right):
            return _is_number(left) and _is_number(right)
        case nodes.NameExpr(node=nodes.Var(is_inferred=False, type=types.Instance(type=kind))):
            return kind.fullname in _NUMBERS
        case nodes.CallExpr(callee=nodes.NameExpr(fullname=name)):
            return name in _GIVE_NUMBERS
        case nodes.CallExpr(callee=nodes.MemberExpr(name="size"), args=[_]):
            return True
        case nodes.IndexExpr(base=nodes.MemberExpr(name="shape")):
            return True
        case _:
            return False


def _is_believed(node: nodes.Expression, run: Run, state: State) -> bool:
    match node:
        case nodes.NameExpr(node=nodes.Var() as variable):
            is_known_here = variable in state.variables and variable not in run.retyped
            return is_known_here or not variable.is_inferred
        case nodes.MemberExpr():
            return _is_believed_attribute(node, run)
        case nodes.UnaryExpr(expr=inner):
            return _is_believed(inner, run, state)
        case nodes.OpExpr(left=left, right=right) | nodes.ConditionalExpr(if_expr=left, else_expr=right):
            return _is_believed(left, run, state) and _is_believed(right, run, state)
        case nodes.IndexExpr(base=base):
            return _is_declared(base, run, state)
        case nodes.CallExpr():
            return _is_believed_call(node, run, state)
        case _:
            return True


def _is_believed_attribute(node: nodes.MemberExpr, run: Run) -> bool:
    owner = types.get_proper_type(run.type_of(node.expr))
    symbol = owner.type.get(node.name) if isinstance(owner, types.Instance) else None
    variable = symbol.node if symbol is not None else node.node
    if not isinstance(variable, nodes.Var) or not variable.is_inferred:
        return True
    return isinstance(owner, types.Instance) and holds_numbers(owner.type, node.name, run)


def _is_declared(container: nodes.Expression, run: Run, state: State) -> bool:
    """Tell whether somebody has said what a container holds: a list that began as `[0]` may hold arrays."""
    match container:
        case nodes.NameExpr(node=nodes.Var(is_inferred=is_inferred)):
            return not is_inferred
        case nodes.MemberExpr() | nodes.IndexExpr() | nodes.CallExpr():
            return _is_believed(container, run, state)
        case _:
            return False


def _is_believed_call(node: nodes.CallExpr, run: Run, state: State) -> bool:
    """Tell whether a signature says what a call gives: `float(x)` gives a float, `abs(x)` what x is."""
    callee = node.callee
    if isinstance(callee, nodes.RefExpr) and isinstance(callee.node, nodes.TypeInfo):
        return True
    owner = callee.expr if isinstance(callee, nodes.MemberExpr) else None
    return (owner is None or _is_believed(owner, run, state)) and all(
        _is_believed(argument, run, state) for argument in node.args
    )
