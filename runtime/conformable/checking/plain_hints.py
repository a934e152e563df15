"""Hints without tensors: beartype decides them."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, Union, get_args, get_origin

from beartype import BeartypeConf, beartype
from beartype.door import is_bearable
from beartype.roar import BeartypeException


def tester(hint: Any) -> type | Callable[[object], bool] | None:
    """Return what decides a hint: a class for `isinstance`, a function, or None where anything will do."""
    if isinstance(hint, type) and get_origin(hint) is None:
        return None if hint is object else hint
    if hint is Any:
        return None

    def fits(value: object) -> bool:
        return bool(is_bearable(value, hint))

    return fits


def with_plain_checks(
    function: Callable[..., Any], hints: Mapping[str, Any], conf: BeartypeConf
) -> Callable[..., Any]:
    """Return the function with beartype's checks of these hints; the function itself if there are none.

    Args:
        function: a function of Python.
        hints: the hints to check, by parameter, and by "return".
        conf: how beartype checks.
    """
    checked = {name: hint for name, hint in hints.items() if hint is not Any and hint is not object}
    if not checked:
        return function
    twin = _twin(function)
    twin.__annotations__ = {
        name: _with_default(hint, _default(function, name)) for name, hint in checked.items()
    }
    return beartype(conf=conf)(twin)


def _twin(function: Callable[..., Any]) -> types.FunctionType:
    """Copy a function, so that it can have other annotations."""
    assert isinstance(function, types.FunctionType)
    twin = types.FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__module__ = function.__module__
    twin.__qualname__ = function.__qualname__
    twin.__doc__ = function.__doc__
    twin.__dict__.update(function.__dict__)
    return twin


def _default(function: Any, name: str) -> Any:
    code, defaults = function.__code__, function.__defaults__ or ()
    positional = code.co_varnames[: code.co_argcount]
    if name in positional[len(positional) - len(defaults) :]:
        return defaults[positional.index(name) - len(positional)]
    return (function.__kwdefaults__ or {}).get(name, _NO_DEFAULT)


def _with_default(hint: Any, default: Any) -> Any:
    """Widen a hint so that an omitted argument fits: a default is the author's own."""
    is_certain = default is _NO_DEFAULT or isinstance(hint, str) or type(default) in (hint, *get_args(hint))
    if is_certain or _is_bearable(default, hint):
        return hint
    return Union[hint, type(default)]  # noqa: UP007 -- not every hint has an operator "|"


def _is_bearable(value: Any, hint: Any) -> bool:
    try:
        return is_bearable(value, hint)
    except BeartypeException:
        return False  # The hint names what does not exist yet.


_NO_DEFAULT = object()
