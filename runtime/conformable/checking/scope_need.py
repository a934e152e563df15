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

    It may where it reads an annotation, or where it asks `isinstance` about anything but a class that is
    known by now. That includes the functions inside of it.
    """
    written = innermost(function)
    if not HAS_RECORD or not isinstance(written, types.FunctionType):
        return False
    names = set(_names_in(written.__code__))
    if ASSIGNED in names or any(_leads_to_annotation(_value_of(name, written), names) for name in names):
        return True
    return "isinstance" in names and not all(
        _asks_for_plain_classes(code, written)
        for code in _with_inner(written.__code__)
        if "isinstance" in code.co_names
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


def _asks_for_plain_classes(code: types.CodeType, function: types.FunctionType) -> bool:
    """Tell whether every class that the code gives to `isinstance` is known by now, and no annotation."""
    instructions = [one for one in dis.get_instructions(code) if one.opname not in _SILENT]
    starts = [i for i, one in enumerate(instructions) if one.argval == "isinstance" and one.opname in _READS]
    ends = [_end_of_call(instructions, start) for start in starts]
    return all(end is not None and _before_plain(instructions[:end], function) is not None for end in ends)


_SILENT = frozenset({"CACHE", "EXTENDED_ARG", "NOP"})
_CALL = "PRECALL" if "PRECALL" in dis.opmap else "CALL"  # Python 3.11 has both, in this order.
_READS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})


def _end_of_call(instructions: list[dis.Instruction], start: int) -> int | None:
    """Return the index of the call of what is read at `start`; None if it is not called right away."""
    depth = 0
    for index in range(start + 1, len(instructions)):
        one = instructions[index]
        if one.opname == _CALL and depth == one.arg == 2:
            return index
        if one.opcode in dis.hasjabs or one.opcode in dis.hasjrel:
            return None
        depth += dis.stack_effect(one.opcode, one.arg)
    return None


def _before_plain(
    before: list[dis.Instruction], function: types.FunctionType
) -> list[dis.Instruction] | None:
    """Return the instructions without those of the last value, if it is a class or a tuple of classes."""
    rest, last = before[:-1], before[-1]
    if last.opname == "BUILD_TUPLE":
        for _ in range(last.arg or 0):
            without = _before_plain(rest, function) if rest else None
            if without is None:
                return None
            rest = without
        return rest
    path: list[str] = []
    while last.opname == "LOAD_ATTR" and rest:
        path.insert(0, str(last.argval))
        rest, last = rest[:-1], rest[-1]
    value = _value_of(str(last.argval), function) if last.opname in _READS else _UNKNOWN
    for name in path:
        value = getattr(value, name, _UNKNOWN) if isinstance(value, types.ModuleType | type) else _UNKNOWN
    classes = value if isinstance(value, tuple) else (value,)
    return rest if all(isinstance(one, type) and not _is_annotation(one) for one in classes) else None


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
    return is_tensor_hint(value) or _is_tree(value) or any(_is_annotation(part) for part in get_args(value))


def _is_tree(value: Any) -> bool:
    """Tell whether a value is jaxtyping's `PyTree`, or an annotation made of it."""
    return isinstance(value, type) and value.__module__ == "jaxtyping" and value.__name__.startswith("PyTree")
