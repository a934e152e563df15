"""Methods of all kinds: the functions in them are checked, and they stay what they are."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], Any]


def rewrapped(target: Any, check: Check) -> Any:
    """Return the same kind of descriptor over checked functions, or None if the target is none."""
    for kind, wrap in _KINDS.items():
        if isinstance(target, kind):
            return wrap(target, check)
    return None


def _static_or_class_method(target: Any, check: Check) -> Any:
    function = check(target.__func__)
    return target if function is target.__func__ else type(target)(function)


def _property(target: property, check: Check) -> property:
    getter, setter, deleter = (
        part if part is None else check(part) for part in (target.fget, target.fset, target.fdel)
    )
    if (getter, setter, deleter) == (target.fget, target.fset, target.fdel):
        return target
    return type(target)(getter, setter, deleter, target.__doc__)


def _cached_property(target: functools.cached_property[Any], check: Check) -> functools.cached_property[Any]:
    wrapped = functools.cached_property(check(target.func))
    if target.attrname is not None:
        wrapped.__set_name__(object, target.attrname)
    return wrapped


def _partial_method(target: functools.partialmethod[Any], check: Check) -> functools.partialmethod[Any]:
    return functools.partialmethod(check(target.func), *target.args, **target.keywords)


_KINDS: dict[type, Callable[[Any, Check], Any]] = {
    staticmethod: _static_or_class_method,
    classmethod: _static_or_class_method,
    property: _property,
    functools.cached_property: _cached_property,
    functools.partialmethod: _partial_method,
}
