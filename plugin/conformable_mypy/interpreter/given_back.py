"""Code that gives an object back which it was given, read from the tree.

`unwrap(cfg)` may make a configuration of a dictionary; given a configuration, it gives that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes, types

from conformable.core.immutable import dataclass
from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter import definitions, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND: Final = "given back"
"""Begins what is stored of a function that gives a parameter back."""

_NOTHING: Final = (nodes.PassStmt, nodes.Import, nodes.ImportFrom)
"""Statements that do nothing to an object."""


def summary(function: nodes.FuncDef) -> list[Any] | None:
    """Write which parameters a function gives back if they are of a class; None if there are none."""
    signature = function.type
    special = function.is_generator or function.is_coroutine or function.is_overload
    if (
        special
        or function.abstract_status != nodes.NOT_ABSTRACT
        or not isinstance(signature, types.CallableType)
        or len(function.arguments) < len(signature.arg_types)
    ):
        # mypy itself makes a function without arguments for `assert callable(x)`.
        return None
    found = {
        argument.variable.name: sorted(
            info.fullname for info in _classes(declared) if _gives(function, argument, info)
        )
        for argument, declared in zip(function.arguments, signature.arg_types, strict=True)
    }
    known = {name: classes for name, classes in found.items() if classes}
    return [KIND, known] if known else None


def _gives(function: nodes.FuncDef, argument: nodes.Argument, info: nodes.TypeInfo) -> bool:
    body = written_statements(function.body.body)
    return argument.kind not in _COLLECTING and Given(info, frozenset({argument.variable})).is_returned(body)


_COLLECTING: Final = (nodes.ARG_STAR, nodes.ARG_STAR2)


def _classes(declared: types.Type) -> list[nodes.TypeInfo]:
    """Give the classes of the program that a parameter may be of."""
    plain = types.get_proper_type(declared)
    options = plain.items if isinstance(plain, types.UnionType) else [plain]
    kinds = map(types.get_proper_type, options)
    found = (kind.type for kind in kinds if isinstance(kind, types.Instance))
    return [info for info in found if not info.fullname.startswith(definitions.LIBRARIES)]


@dataclass(frozen=True, slots=True)
class Given:
    """What is known where some variables hold one object.

    Attributes:
        info: The class of the object, and not a subclass of it.
        variables: The variables.
    """

    info: nodes.TypeInfo
    variables: frozenset[nodes.SymbolNode]

    def is_returned(self, block: Sequence[nodes.Statement]) -> bool:
        """Tell whether statements certainly return the object, and do nothing else."""
        return self._returned(block) is True

    def _returned(self, block: Sequence[nodes.Statement]) -> bool | None:
        """Tell whether statements return the object; None if they come to their end and have done nothing."""
        for statement in block:
            ended = self._ended(statement)
            if ended is not None:
                return ended
        return None

    def _ended(self, statement: nodes.Statement) -> bool | None:
        """Tell whether a statement returns the object; False if it may do something else, None if nothing."""
        match statement:
            case nodes.ReturnStmt(expr=nodes.Expression() as given):
                return self.is_given(given)
            case nodes.IfStmt():
                return self._ended_if(statement)
            case nodes.Block(body=body):
                return self._returned(body)
            case nodes.AssertStmt(expr=condition):
                return None if self.decide(condition) else False
            case nodes.ExpressionStmt(expr=nodes.StrExpr()):
                return None
            case _:
                return None if isinstance(statement, _NOTHING) else False

    def _ended_if(self, statement: nodes.IfStmt) -> bool | None:
        for condition, body in zip(statement.expr, statement.body, strict=True):
            decided = self.decide(condition)
            if decided is None:
                return False
            if decided:
                return self._returned(body.body)
        return None if statement.else_body is None else self._returned(statement.else_body.body)

    def is_given(self, node: nodes.Expression) -> bool:
        """Tell whether an expression certainly gives the object, and does nothing else."""
        match node:
            case nodes.NameExpr():
                return node.node in self.variables
            case nodes.CastExpr(expr=inner):
                return self.is_given(inner)
            case nodes.ConditionalExpr(cond=condition, if_expr=one, else_expr=other):
                decided = self.decide(condition)
                return decided is not None and self.is_given(one if decided else other)
            case nodes.OpExpr(op="or", left=left):
                return self.is_given(left) and instances.is_always_true(self.info)
            case _:
                return False

    def decide(self, condition: nodes.Expression) -> bool | None:
        """Tell what a condition gives that asks for nothing but what the object is; None for any other."""
        match condition:
            case nodes.UnaryExpr(op="not", expr=inner):
                decided = self.decide(inner)
                return None if decided is None else not decided
            case nodes.OpExpr(op="and" | "or" as operator, left=left, right=right):
                first = self.decide(left)
                # What is behind the first may be anything, if it is not reached.
                return first if first is None or first is (operator == "or") else self.decide(right)
            case nodes.ComparisonExpr(operators=["is" | "is not" as operator], operands=[one, other]):
                is_none = isinstance(other, nodes.NameExpr) and other.fullname == "builtins.None"
                return operator == "is not" if is_none and self.is_given(one) else None
            case nodes.CallExpr(callee=nodes.RefExpr() as callee, args=[one, tested]):
                is_test = callee.fullname == "builtins.isinstance" and self.is_given(one)
                return self._is_of(tested) if is_test else None
            case _:
                return True if self.is_given(condition) and instances.is_always_true(self.info) else None

    def _is_of(self, tested: nodes.Expression) -> bool | None:
        """Tell whether the object is of one of several classes."""
        match tested:
            case nodes.TupleExpr(items=items):
                results = [self._is_of(item) for item in items]
                return True if True in results else None if None in results else False
            case nodes.RefExpr(node=node):
                info = instances.class_named(node)
                return None if info is None else instances.is_exactly(self.info, info)
            case _:
                return None
