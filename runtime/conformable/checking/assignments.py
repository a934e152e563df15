"""Annotated assignments in functions, `h: Float[Tensor, "n hidden"] = x @ w`, which the import hook checks.

An axis name means what it means in the signature; a new one is bound by the first value that has it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from beartype.door import is_bearable
from beartype.roar import BeartypeException

from conformable.checking.bindings import Bindings
from conformable.checking.body_scope import Scope, current_scope
from conformable.checking.compiling import is_compiling_test
from conformable.checking.configuration import config
from conformable.checking.hints import Hint, hint_text, read_hint
from conformable.checking.holes import read_hole
from conformable.checking.matching import match
from conformable.checking.refusal import RefusalError, described
from conformable.core import messages
from conformable.errors import ShapeError

Check = Callable[[Any, str, str], None]


def assigner() -> Callable[[Any, FunctionType, str, str], Any]:
    """Return a function that the assignments of one module pass their values through.

    It takes the value, a function that gives the annotation, what is assigned to, and the name of the
    function around the assignment. It returns the value, or raises ShapeError or TypeError.
    """
    is_compiling = is_compiling_test()
    checks: dict[Any, Check] = {}

    def assigned(value: Any, hint: FunctionType, target: str, function: str) -> Any:
        if not config.disabled and not is_compiling():
            _check_of(hint, checks)(value, target, function)
        return value

    return assigned


def _check_of(hint: FunctionType, known: dict[Any, Check]) -> Check:
    """Return the check that an annotation asks for; none if it names what does not exist at run time."""
    code = hint.__code__
    if code not in known:
        try:
            written = hint()
        except (NameError, AttributeError, TypeError, SyntaxError):
            return _no_check
        check = _read_check(written)
        if hint.__closure__ is not None:
            return check  # The names of a function may mean something else each time.
        known[code] = check
    return known[code]


def _read_check(written: Any) -> Check:
    hint = None if isinstance(written, str) else read_hint(written)
    if hint is None:
        return lambda value, target, function: _check_plain(value, written, target, function)
    return lambda value, target, function: _check_tensors(value, hint, target, function)


def _no_check(value: Any, target: str, function: str) -> None:
    """Let any value pass."""


def _check_plain(value: Any, hint: Any, target: str, function: str) -> None:
    """Let beartype decide a hint without tensors; what is no hint to it is none to us."""
    try:
        fits = is_bearable(value, hint)
    except BeartypeException:
        return
    if not fits:
        subject = messages.subject(messages.assigned_path(target), function)
        raise TypeError(f"{subject} {messages.wrong_kind(described(value), hint_text(hint))}")


def _check_tensors(value: Any, hint: Hint, target: str, function: str) -> None:
    scope = current_scope()
    path = messages.assigned_path(target)
    try:
        bound = _matched(value, hint, path, scope, Bindings() if scope is None else scope.bindings())
    except RefusalError as refusal:
        if scope is None:
            raise ShapeError(refusal.message(function)) from None
    else:
        if scope is not None:
            scope.bind(bound, path)
        return
    try:
        _matched(value, hint, path, scope, scope.bindings_with_origins())
    except RefusalError as refusal:
        raise ShapeError(refusal.message(function)) from None


def _matched(value: Any, hint: Hint, path: str, scope: Scope | None, bindings: Bindings) -> Bindings:
    arguments = {} if scope is None else scope.arguments()
    return match([(hint, path, value)], bindings, lambda hole: read_hole(arguments, hole))
