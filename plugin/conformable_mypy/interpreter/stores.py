"""The statements of a block and the methods of a class, read from the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes, patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def statements_in(block: Iterable[nodes.Statement]) -> Iterator[nodes.Statement]:
    """Yield every statement of a block, those in nested blocks too, but not those of nested functions."""
    waiting = [*block][::-1]
    while waiting:
        statement = waiting.pop()
        yield statement
        waiting.extend(inner for body in reversed(blocks_of(statement)) for inner in reversed(body.body))


def blocks_of(statement: nodes.Statement) -> list[nodes.Block]:
    """Give the blocks of a compound statement; a function or class is none."""
    blocks = _BLOCKS.get(type(statement))
    return [] if blocks is None else blocks(statement)


def methods_of(block: Iterable[nodes.Statement]) -> Iterator[nodes.FuncDef]:
    """Yield the functions in the body of a class."""
    for statement in statements_in(block):
        match statement:
            case nodes.FuncDef():
                yield statement
            case nodes.Decorator(func=function):
                yield function
            case nodes.OverloadedFuncDef(items=items):
                yield from methods_of(items)
            case _:
                pass


def targets_of(statement: nodes.Statement) -> Iterator[nodes.Expression]:
    """Yield what a statement stores into."""
    match statement:
        case nodes.AssignmentStmt(lvalues=targets):
            for target in targets:
                yield from _flat(target)
        case nodes.OperatorAssignmentStmt(lvalue=target) | nodes.ForStmt(index=target):
            yield from _flat(target)
        case nodes.WithStmt(target=targets):
            for optional in targets:
                if optional is not None:
                    yield from _flat(optional)
        case nodes.DelStmt(expr=target):
            yield from _flat(target)
        case _:
            pass


def _flat(target: nodes.Expression) -> Iterator[nodes.Expression]:
    if isinstance(target, nodes.TupleExpr | nodes.ListExpr):
        for item in target.items:
            yield from _flat(item)
    else:
        yield target.expr if isinstance(target, nodes.StarExpr) else target


def captured_names(pattern: patterns.Pattern | None) -> list[nodes.NameExpr]:
    """Collect the names that a pattern binds."""
    match pattern:
        case patterns.AsPattern(pattern=inner, name=name):
            return [*captured_names(inner), *([name] if name is not None else [])]
        case patterns.OrPattern(patterns=parts) | patterns.SequencePattern(patterns=parts):
            return [name for part in parts for name in captured_names(part)]
        case patterns.StarredPattern(capture=name):
            return [name] if name is not None else []
        case patterns.MappingPattern(values=parts, rest=rest):
            return [
                *(name for part in parts for name in captured_names(part)),
                *([rest] if rest is not None else []),
            ]
        case patterns.ClassPattern(positionals=positional, keyword_values=named):
            return [name for part in (*positional, *named) for name in captured_names(part)]
        case _:
            return []


def _given(*blocks: nodes.Block | None) -> list[nodes.Block]:
    return [block for block in blocks if block is not None]


_BLOCKS: Final[Mapping[type, Callable[[Any], list[nodes.Block]]]] = {
    nodes.Block: lambda block: [block],
    nodes.IfStmt: lambda statement: _given(*statement.body, statement.else_body),
    nodes.ForStmt: lambda statement: _given(statement.body, statement.else_body),
    nodes.WhileStmt: lambda statement: _given(statement.body, statement.else_body),
    nodes.WithStmt: lambda statement: [statement.body],
    nodes.TryStmt: lambda statement: _given(
        statement.body, *statement.handlers, statement.else_body, statement.finally_body
    ),
    nodes.MatchStmt: lambda statement: statement.bodies,
}
"""Compound statement -> the blocks in it."""
