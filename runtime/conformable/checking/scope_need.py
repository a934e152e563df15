"""Whether the body of a function asks for the sizes of its call: only then does a call keep them for it."""

from __future__ import annotations

import builtins
import dis
import types
from collections.abc import Callable, Iterator
from typing import Any, get_args

from jaxtyping import AbstractDtype

from conformable.checking.body_scope import HAS_RECORD
from conformable.checking.signatures import innermost
from conformable.checking.tensor_hints import is_tensor_hint

ASSIGNED = "__conformable_assigned__"

_UNKNOWN = object()


def needs_scope(function: Callable[..., Any]) -> bool:
    """Tell whether the body may hold a value against an annotation of jaxtyping.

    It may where it reads an annotation, or where it asks `isinstance` and reads something that does not exist
    yet. That includes the functions inside of it.
    """
    written = innermost(function)
    if not HAS_RECORD or not isinstance(written, types.FunctionType):
        return False
    names = set(_names_in(written.__code__))
    values = [_value_of(name, written) for name in names]
    if ASSIGNED in names or any(_leads_to_annotation(value, names) for value in values):
        return True
    return "isinstance" in names and any(
        _value_of(name, written) is _UNKNOWN for name in _read_by(written.__code__)
    )


def _names_in(code: types.CodeType) -> Iterator[str]:
    """Yield the names that the code and the functions in it use, attributes too."""
    for one in _with_inner(code):
        yield from one.co_names
        yield from one.co_freevars


def _with_inner(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _with_inner(constant)


def _read_by(code: types.CodeType) -> Iterator[str]:
    """Yield the names that the code and the functions in it read from their module."""
    for one in _with_inner(code):
        for instruction in dis.get_instructions(one):
            if instruction.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
                yield str(instruction.argval)


def _value_of(name: str, function: types.FunctionType) -> Any:
    """Return what a name that is not the function's own means by now."""
    code = function.__code__
    if name in code.co_freevars:
        try:
            return (function.__closure__ or ())[code.co_freevars.index(name)].cell_contents
        except ValueError:
            return _UNKNOWN
    return function.__globals__.get(name, getattr(builtins, name, _UNKNOWN))


def _leads_to_annotation(value: Any, names: set[str]) -> bool:
    """Tell whether a value is an annotation, or something from which these names can lead to one."""
    if isinstance(value, types.ModuleType):
        members = vars(value)
        return any(_is_annotation(members.get(name)) for name in names)
    return _is_annotation(value)


def _is_annotation(value: Any) -> bool:
    if isinstance(value, type) and issubclass(value, AbstractDtype):
        return True
    return is_tensor_hint(value) or any(_is_annotation(part) for part in get_args(value))
