"""What happens when mypy has checked a body: the interpreter runs over it, and its findings are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import CallExpr, FuncDef, FuncItem, MypyFile, Statement
from mypy.types import Instance, Type, UninhabitedType, get_proper_type

from conformable.core.immutable import dataclass
from conformable_mypy import failures
from conformable_mypy.codes import CODES, SHAPE
from conformable_mypy.consulted import Consulted
from conformable_mypy.instrument import is_sentinel_call, written_statements
from conformable_mypy.mypy_api import Checker
from conformable_mypy.nested_aliases import complete_aliases
from conformable_mypy.reports import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.plugin import MethodContext

    from conformable_mypy.config import Options
    from conformable_mypy.interpreter.bodies import Watcher
    from conformable_mypy.session import Session


@dataclass(frozen=True, slots=True)
class Body:
    """A body that mypy has just checked.

    Attributes:
        checker: mypy's type checker, which knows the type of each expression in the body.
        function: The function; None for the body of a module.
        tree: The module.
        statements: The body as it was written. Where a type variable has several values, they are those of
            the last copy that mypy has checked; the bodies of nested functions and classes are to be read
            with `instrument.written_statements`.
    """

    checker: Checker
    function: FuncDef | None
    tree: MypyFile
    statements: tuple[Statement, ...]


def body_exit(session: Session, context: MethodContext) -> Type:
    """Interpret the body whose end this is, if it is the end of one.

    Args:
        session: What it is interpreted with.
        context: A call of `str.isidentifier`: the sentinel, or one that the user wrote.
    """
    sentinel = context.context
    if not is_sentinel_call(sentinel):
        return context.default_return_type
    checker = Checker.of(context.api)
    if checker.is_unreachable:
        # mypy then takes the statement for a no-op, as it must: it would warn that it is never reached.
        return UninhabitedType()
    if not _has_been_here(checker, sentinel):
        options = session.configuration.of(checker.module)
        session.kept.enter(checker, sentinel, checker.function)
        report_all(interpreted(_body(checker, checker.function), options, session), checker, options)
    return context.default_return_type


def _has_been_here(checker: Checker, sentinel: CallExpr) -> bool:
    # mypy checks a `finally` twice if the body can fall off its end; by the second time, it has stored the
    # type of the call. (In a pass in which something was not ready, it has stored Any, and has called no
    # hook.)
    return isinstance(get_proper_type(checker.type_of(sentinel)), Instance)


def _body(checker: Checker, function: FuncItem | None) -> Body:
    if not isinstance(function, FuncDef):
        return Body(checker, None, checker.tree, written_statements(checker.tree.defs))
    checked = function.expanded[-1] if function.expanded else function
    return Body(checker, function, checker.tree, written_statements(checked.body.body))


def interpreted(body: Body, options: Options, session: Session) -> Sequence[Report]:
    """Return what the interpreter finds and, if a command asks for it, count the function."""
    count = session.asked.count(body)
    watch = session.asked.watcher(body)
    reports = _interpreted(body, options, session, count.watcher(watch) if count is not None else watch)
    if count is not None:
        count.write(reports, options)
    return reports


def _interpreted(body: Body, options: Options, session: Session, watch: Watcher | None) -> Sequence[Report]:
    """Return what the interpreter finds; if it fails, a note that says so: a failure must not end mypy."""
    try:
        if body.function is None:
            complete_aliases(body.tree)
        known = session.remembered.recall(body) if watch is None else None
        return _found(body, options, session, watch) if known is None else known
    except Exception as error:
        if failures.must_raise():
            raise
        session.remembered.changed(body.tree.fullname)
        node = body.function or body.statements[0]
        return [Report(node, SHAPE.code, failures.description(error), severity="note")]


def _found(body: Body, options: Options, session: Session, watch: Watcher | None) -> Sequence[Report]:
    # A run that finds everything in the cache needs neither the interpreter nor the shape rules.
    from conformable_mypy.interpreter import interpret
    from conformable_mypy.signature_names import name_notes

    consulted = Consulted()
    notes = name_notes(body, options)
    try:
        reports = notes + interpret(body, options, session, consulted, watch)
    finally:
        for name in consulted.stored:
            body.checker.depend_on(name)
    if watch is None:
        session.remembered.remember(body, reports, consulted)
    return reports


def report_all(reports: Sequence[Report], checker: Checker, options: Options) -> None:
    """Report findings to mypy, except those that the options turn off."""
    for report in reports:
        if report.code is not None and not options.reports(report.code):
            continue
        code = CODES[report.code] if report.code is not None else None
        if report.severity == "error":
            checker.fail(report.message, report.node, code)
        else:
            checker.note(report.message, report.node, code)
        for note in report.notes:
            checker.note(note, report.node, code)
