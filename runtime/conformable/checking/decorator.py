"""`@checked` and `@unchecked`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Any, TypeVar, cast, overload

from beartype import BeartypeConf

from conformable.checking.codegen import checked_function, forwarding_function
from conformable.checking.configuration import config
from conformable.checking.descriptors import rewrapped
from conformable.checking.late_binding import late_function
from conformable.checking.plain_hints import with_plain_checks
from conformable.checking.resolution import (
    annotations_of,
    calling_frame,
    is_own_class,
    names_around,
    resolve_all,
    warn_unresolved,
)
from conformable.checking.scope_need import needs_scope
from conformable.checking.signatures import CheckedSignature, read_signature

T = TypeVar("T")

_CHECKED = "__conformable_checked__"
_UNCHECKED = "__conformable_unchecked__"


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are checked.

    Attributes:
        conf: how beartype checks the hints without tensors.
        class_sizes: whether a bare name is also the size of that name on the instance.
    """

    conf: BeartypeConf
    class_sizes: bool


def _default_conf() -> BeartypeConf:
    """Return a configuration that raises a `TypeError`, as for tensors, and that torch.compile can trace.

    It cannot trace the choice of a random item of a `list[int]`: beartype then checks the first one.
    """
    try:
        return BeartypeConf(violation_type=TypeError, is_random=False)
    except TypeError:  # An older beartype, which has no such choice.
        return BeartypeConf(violation_type=TypeError)


_DEFAULT_CONF = _default_conf()


@overload
def checked(target: T, /) -> T: ...


@overload
def checked(*, conf: BeartypeConf | None = None, class_sizes: bool = False) -> Callable[[T], T]: ...


def checked(target: Any = None, /, *, conf: BeartypeConf | None = None, class_sizes: bool = False) -> Any:
    """Check the annotations of a function, of a method or of all methods of a class at each call.

    Tensors annotated with jaxtyping are checked for type, dtype and shape; a name stands for one size in all
    arguments and the result. All other hints are checked by beartype.

    Args:
        target: a function, a method of any kind, a property, or a class.
        conf: how beartype checks the other hints.
        class_sizes: whether a bare name in a method is also the size that `self` keeps under that name.

    Returns:
        The target with checks; the target itself where there is nothing to check or checks are off.

    Raises:
        NotationError: if an annotation cannot mean a shape.
    """
    options = Options(conf or _DEFAULT_CONF, class_sizes)
    if target is not None:
        return _with_checks(target, options, calling_frame(1))
    return lambda target: _with_checks(target, options, calling_frame(1))


def unchecked(target: T, /) -> T:
    """Leave a function, a method of any kind or a class without checks, whatever is around it."""
    descriptor = rewrapped(target, unchecked)
    if descriptor is not None:
        return cast("T", descriptor)
    original = getattr(target, "__wrapped__", target) if hasattr(target, _CHECKED) else target
    setattr(original, _UNCHECKED, True)
    return original


def _with_checks(target: Any, options: Options, frame: FrameType | None) -> Any:
    if config.disabled or _is_exempt(target):
        return target
    if inspect.isclass(target):
        return _checked_class(target, options, frame)
    whole = rewrapped(target, lambda function: _with_checks(function, options, frame))
    return whole if whole is not None else _checked_callable(target, options, frame)


def _is_exempt(target: Any) -> bool:
    own = getattr(target, "__dict__", {})
    return any(own.get(name, False) for name in (_CHECKED, _UNCHECKED, "__no_type_check__"))


# Where Python 3.14 keeps the code of the annotations of a class.
_NO_METHODS = frozenset({"__annotate__", "__annotate_func__"})


def _checked_class(target: type, options: Options, frame: FrameType | None) -> type:
    """Check the methods that the class itself defines, also those that were generated for it."""
    for name, value in list(vars(target).items()):
        if name in _NO_METHODS:
            continue
        if isinstance(value, FunctionType) or rewrapped(value, lambda function: function) is not None:
            with_checks = _with_checks(value, options, frame)
            if with_checks is not value:
                setattr(target, name, with_checks)
    return target


def _checked_callable(function: Callable[..., Any], options: Options, frame: FrameType | None) -> Any:
    written = annotations_of(function)
    if not written and not needs_scope(function):
        return function
    local_names = names_around(function, frame)
    hints, unresolved = resolve_all(function, written, local_names)
    for name in [name for name, error in unresolved.items() if is_own_class(function, error)]:
        del unresolved[name]
        hints[name] = written[name]
    if not unresolved:
        return _marked(_built(function, hints, options))

    def build() -> FunctionType:
        late, unknown = resolve_all(function, {name: written[name] for name in unresolved}, local_names)
        warn_unresolved(function, unknown)
        return _generated(function, {**hints, **late}, options)

    return _marked(late_function(function, build))


def _built(function: Callable[..., Any], hints: Mapping[str, Any], options: Options) -> Callable[..., Any]:
    signature = read_signature(function, hints, class_sizes=options.class_sizes)
    target = _with_plain_checks(function, signature, options)
    if signature.has_tensors or needs_scope(function):
        return checked_function(signature, target, function)
    return target


def _generated(function: Callable[..., Any], hints: Mapping[str, Any], options: Options) -> FunctionType:
    signature = read_signature(function, hints, class_sizes=options.class_sizes)
    return checked_function(signature, _with_plain_checks(function, signature, options), function)


def _with_plain_checks(
    function: Callable[..., Any], signature: CheckedSignature, options: Options
) -> Callable[..., Any]:
    if not signature.plain:
        return function
    is_plain = isinstance(function, FunctionType) and not hasattr(function, "__wrapped__")
    twin = function if is_plain else forwarding_function(signature, function)
    return with_plain_checks(twin, signature.plain, options.conf)


def _marked(function: Callable[..., Any]) -> Callable[..., Any]:
    setattr(function, _CHECKED, True)
    return function
