"""Annotations where they are expressions and not types: aliases, `cast`, `isinstance`, `assert_type`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mypy.nodes import (
    AssignmentStmt,
    Expression,
    IfStmt,
    IndexExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    Statement,
    StrExpr,
    TryStmt,
    TupleExpr,
    TypeAlias,
    TypeAliasStmt,
)

from conformable.core.immutable import dataclass
from conformable_mypy.carrier import Carried, carried
from conformable_mypy.dtypes import word_of
from conformable_mypy.module_facts import facts_of

if TYPE_CHECKING:
    from conformable_mypy.mypy_api import Checker


@dataclass(frozen=True, slots=True)
class WrittenAnnotation:
    """`Float[Tensor, "b n"]` as an expression."""

    dtype: str
    array: Expression
    literal: StrExpr


def written_annotation(expression: Expression, renamed: Mapping[str, str]) -> WrittenAnnotation | None:
    """Return the parts of an expression if it is an annotation of jaxtyping.

    Args:
        expression: Any expression, analysed by mypy or not.
        renamed: The names that stand for another word of jaxtyping: see `ModuleFacts.renamed`.
    """
    match expression:
        case IndexExpr(base=base, index=TupleExpr(items=[array, StrExpr() as literal])):
            word = word_of(dotted_name(base), renamed)
            return WrittenAnnotation(word, array, literal) if word is not None else None
        case _:
            return None


def dotted_name(expression: Expression) -> str:
    """Return the name that an expression spells, such as `jt.Float`; "" if it is not a name."""
    match expression:
        case NameExpr(name=name):
            return name
        case MemberExpr(expr=owner, name=name):
            before = dotted_name(owner)
            return f"{before}.{name}" if before else ""
        case _:
            return ""


def alias_definitions(statements: list[Statement]) -> Iterator[tuple[str, Expression]]:
    """Yield name and right-hand side of what may be a type alias of a module, also in its `if` and `try`."""
    for statement in statements:
        match statement:
            case AssignmentStmt(lvalues=[NameExpr(name=name)], rvalue=rvalue):
                yield name, rvalue
            case TypeAliasStmt(name=NameExpr(name=name), value=value):
                yield name, value.expr()
            case IfStmt(body=bodies, else_body=otherwise):
                for block in (*bodies, otherwise):
                    yield from alias_definitions(block.body if block is not None else [])
            case TryStmt(body=block):
                yield from alias_definitions(block.body)
            case _:
                pass


def carried_by_expression(expression: Expression, checker: Checker, scope: str) -> Carried | None:
    """Return what an expression says if it is an annotation of jaxtyping or an alias of one.

    Args:
        expression: For instance the second argument of `isinstance`, already analysed by mypy.
        checker: mypy, at the end of the body that the expression stands in.
        scope: Full name of the function, class or module whose names it uses.
    """
    if isinstance(expression, RefExpr) and isinstance(expression.node, TypeAlias):
        alias = facts_of(checker.find_module(expression.node.module)).aliases.get(expression.node.name)
        return carried(alias.dtype, alias.text, None, scope, expression.line) if alias is not None else None
    written = written_annotation(expression, facts_of(checker.tree).renamed)
    if written is None:
        return None
    inner = carried_by_expression(written.array, checker, scope)
    return carried(written.dtype, written.literal.value, inner, scope, expression.line)
