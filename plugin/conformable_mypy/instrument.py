"""Put a sentinel at the end of every body, so that mypy calls the plugin once it has checked the body.

The last part of a body (what follows its last nested `def` or `class`) becomes `try: ... finally:
<sentinel>`; the sentinel is a call without any name in it, whose method hook is the way in. No definition
ends up inside the `try`, so that mypy sees as conditional what it saw as conditional before. Every module is
offered before mypy analyses anything in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Final, TypeGuard

from mypy.nodes import (
    AssignmentStmt,
    Block,
    CallExpr,
    ClassDef,
    Context,
    Decorator,
    EllipsisExpr,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    ImportBase,
    MatchStmt,
    MemberExpr,
    MypyFile,
    OverloadedFuncDef,
    PassStmt,
    RaiseStmt,
    ReturnStmt,
    Statement,
    StrExpr,
    TryStmt,
    TypeAliasStmt,
    WhileStmt,
    WithStmt,
    YieldExpr,
)

#: The method whose hook is called at the end of a body.
SENTINEL_METHOD: Final = "builtins.str.isidentifier"

_TAG: Final = "conformable: the end of a body"
_DEFINITIONS: Final = (FuncDef, Decorator, OverloadedFuncDef, ClassDef)
#: Last statements of a module that always fall through; wrapped, some would mean something else to mypy.
_FALLING_THROUGH: Final = (*_DEFINITIONS, ImportBase, AssignmentStmt, TypeAliasStmt)


def instrument(tree: MypyFile) -> None:
    """Put a sentinel at the end of a module that is not analysed yet, and of every function in it."""
    if not tree.defs or is_instrumented(tree):
        return
    for function in list(functions_in(tree.defs)):
        _instrument_body(function.body.body)
    last = tree.defs[-1]
    if isinstance(last, _FALLING_THROUGH):
        tree.defs.append(_sentinel(last))
    else:
        tree.defs[-1] = _guarded([last])


def is_instrumented(tree: MypyFile) -> bool:
    """Say whether a module has a sentinel at its end."""
    return bool(tree.defs) and (_is_sentinel(tree.defs[-1]) or _is_guarded(tree.defs[-1]))


def is_sentinel_call(node: Context) -> TypeGuard[CallExpr]:
    """Say whether an expression is the sentinel: what a program calls by itself has another text."""
    match node:
        case CallExpr(callee=MemberExpr(expr=StrExpr(value=text))):
            return text == _TAG
        case _:
            return False


def written_statements(body: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements of a body as they were written, without what `instrument` has put there."""
    statements = list(body)
    if not statements:
        return ()
    last = statements[-1]
    if _is_sentinel(last):
        return tuple(statements[:-1])
    if isinstance(last, TryStmt) and _is_guarded(last):
        return (*statements[:-1], *last.body.body)
    return tuple(statements)


def _instrument_body(body: list[Statement]) -> None:
    if _is_left_alone(body):
        return
    start = max((i + 1 for i, statement in enumerate(body) if isinstance(statement, _DEFINITIONS)), default=0)
    end = body[start:]
    body[start:] = [_guarded(end) if end else _sentinel(body[-1])]


def _is_left_alone(body: list[Statement]) -> bool:
    """Bodies that mypy treats as having no content; with a `try` in them they would have one."""
    match body:
        case [] | [PassStmt() | RaiseStmt()] | [ExpressionStmt(expr=EllipsisExpr() | StrExpr())]:
            return True
        case [ExpressionStmt(expr=StrExpr()), PassStmt() | RaiseStmt() | ExpressionStmt(expr=EllipsisExpr())]:
            return True
        case [ReturnStmt(), ExpressionStmt(expr=YieldExpr())]:
            return True
        case _:
            return False


def _guarded(statements: list[Statement]) -> TryStmt:
    first, last = statements[0], statements[-1]
    guarded = TryStmt(Block(statements), [], [], [], None, Block([_sentinel(last)]))
    guarded.set_line(first.line, first.column, last.end_line, last.end_column)
    return guarded


def _sentinel(last: Statement) -> ExpressionStmt:
    text = StrExpr(_TAG)
    member = MemberExpr(text, SENTINEL_METHOD.rpartition(".")[2])
    call = CallExpr(member, [], [], [])
    sentinel = ExpressionStmt(call)
    for node in (text, member, call, sentinel):
        node.set_line(last)
    return sentinel


def _is_sentinel(statement: Statement) -> bool:
    return isinstance(statement, ExpressionStmt) and is_sentinel_call(statement.expr)


def _is_guarded(statement: Statement) -> bool:
    if not isinstance(statement, TryStmt) or statement.finally_body is None:
        return False
    return len(statement.finally_body.body) == 1 and _is_sentinel(statement.finally_body.body[0])


def functions_in(statements: Iterable[Statement]) -> Iterator[FuncDef]:
    """Yield every function of a module, methods and nested functions included."""
    return (statement for statement in statements_in(statements) if isinstance(statement, FuncDef))


def statements_in(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements and all statements inside them, in no particular order."""
    waiting = list(statements)
    while waiting:
        statement = waiting.pop()
        waiting.extend(_inner_statements(statement))
        yield statement


@singledispatch
def _inner_statements(_statement: Statement) -> Iterable[Statement]:
    """Return the statements directly inside a compound statement."""
    return ()


def _of_blocks(*blocks: Block | None) -> Iterator[Statement]:
    for block in blocks:
        if block is not None:
            yield from block.body


@_inner_statements.register(FuncDef)
def _(statement: FuncDef) -> Iterable[Statement]:
    return statement.body.body


@_inner_statements.register(Decorator)
def _(statement: Decorator) -> Iterable[Statement]:
    return (statement.func,)


@_inner_statements.register(OverloadedFuncDef)
def _(statement: OverloadedFuncDef) -> Iterable[Statement]:
    return statement.items


@_inner_statements.register(ClassDef)
def _(statement: ClassDef) -> Iterable[Statement]:
    return statement.defs.body


@_inner_statements.register(IfStmt)
def _(statement: IfStmt) -> Iterable[Statement]:
    return _of_blocks(*statement.body, statement.else_body)


@_inner_statements.register(ForStmt)
@_inner_statements.register(WhileStmt)
def _(statement: ForStmt | WhileStmt) -> Iterable[Statement]:
    return _of_blocks(statement.body, statement.else_body)


@_inner_statements.register(WithStmt)
def _(statement: WithStmt) -> Iterable[Statement]:
    return _of_blocks(statement.body)


@_inner_statements.register(TryStmt)
def _(statement: TryStmt) -> Iterable[Statement]:
    return _of_blocks(statement.body, *statement.handlers, statement.else_body, statement.finally_body)


@_inner_statements.register(MatchStmt)
def _(statement: MatchStmt) -> Iterable[Statement]:
    return _of_blocks(*statement.bodies)


@_inner_statements.register(Block)
def _(statement: Block) -> Iterable[Statement]:
    return _of_blocks(statement)
