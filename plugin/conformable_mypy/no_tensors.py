"""Which expressions of a body are certainly no tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import Number
from conformable_mypy.names import is_tensor_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformable_mypy.interpreter.run import Run


def no_tensors(block: Iterable[nodes.Statement], run: Run) -> Iterator[nodes.Expression]:
    """Yield what mypy's types, or what was found, say to be no tensor.

    Args:
        block: The statements of the body.
        run: The interpretation of the body, at its end.
    """
    for node, value in (run.observed or {}).items():
        if isinstance(value, Number) or _is_no_tensor(run.type_of(node)):
            yield node
    for statement in statements_in(block):
        if isinstance(statement, nodes.AssignmentStmt) and any(map(_holds_no_tensor, statement.lvalues)):
            yield statement.rvalue


def _holds_no_tensor(target: nodes.Lvalue) -> bool:
    """Tell whether a name is declared to hold no tensor: what is stored in it may be `Any` by itself."""
    variable = target.node if isinstance(target, nodes.NameExpr) else None
    return isinstance(variable, nodes.Var) and not variable.is_inferred and _is_no_tensor(variable.type)


def _is_no_tensor(found: types.Type | None) -> bool:
    plain = types.get_proper_type(found)
    match plain:
        case types.UnionType(items=items):
            return all(map(_is_no_tensor, items))
        case types.Instance(type=info):
            may_be = info.fullname == "builtins.object" or info.is_protocol or info.fallback_to_any
            return not may_be and is_tensor_class(info) is None
        case _:
            return isinstance(
                plain, types.NoneType | types.TupleType | types.CallableType | types.LiteralType
            )
