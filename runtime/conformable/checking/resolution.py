"""The hints of a function as objects, also where they are written as text."""

from __future__ import annotations

import builtins
import inspect
import sys
import typing
import warnings
from collections.abc import Callable, Mapping
from types import FrameType, FunctionType
from typing import Any

from conformable.checking.signatures import RESULT, hints_as_text, innermost, name_of, signature_of
from conformable.core import messages


def annotations_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations as they are written, by parameter; that of the result by "return".

    Nothing for a function that does not tell its parameters, as some that are written in C do not.
    """
    if type(function) is FunctionType and not function.__dict__ and sys.version_info < (3, 14):
        return _annotations_of_plain(function)
    try:
        signature = signature_of(function)
    except ValueError:
        return {}
    written = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    written[RESULT] = signature.return_annotation
    written = {name: hint for name, hint in written.items() if hint is not inspect.Signature.empty}
    return _with_text(function, written) if sys.version_info >= (3, 14) else written


def _with_text(function: Callable[..., Any], written: dict[str, Any]) -> dict[str, Any]:
    """Return hints that name what does not exist yet as text: Python gives only parts of them (PEP 649)."""
    unknown = [name for name, hint in written.items() if not _is_whole(hint)]
    texts = hints_as_text(function) if unknown else {}
    return written | {name: texts[name] for name in unknown if isinstance(texts.get(name), str)}


def _annotations_of_plain(function: FunctionType) -> dict[str, Any]:
    """Return the same for a function that is no more than Python's own: without asking for its signature."""
    code = function.__code__
    stars = sum(bool(code.co_flags & flag) for flag in (inspect.CO_VARARGS, inspect.CO_VARKEYWORDS))
    names = {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + stars], RESULT}
    return {name: hint for name, hint in function.__annotations__.items() if name in names}


def resolve_all(
    function: Callable[..., Any], written: Mapping[str, Any], local_names: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Exception]]:
    """Return the hints as objects, and the errors of those that name something unknown.

    Args:
        function: the function, for its module.
        written: its hints as they are written.
        local_names: the names around the function that are not of its module.
    """
    try:
        return _resolve(function, written, local_names), {}
    except Exception:  # noqa: BLE001 -- which of them it is, and what it means, is found out below
        resolved: dict[str, Any] = {}
        unresolved: dict[str, Exception] = {}
    for name, hint in written.items():
        try:
            resolved |= _resolve(function, {name: hint}, local_names)
        except (NameError, AttributeError, SyntaxError, TypeError) as error:
            unresolved[name] = error
        except ValueError as error:
            error.add_note(messages.in_hint_of(name, name_of(function)))
            raise
    return resolved, unresolved


def _resolve(
    function: Callable[..., Any], written: Mapping[str, Any], local_names: Mapping[str, Any]
) -> dict[str, Any]:
    user_function = innermost(function)
    parameters = {str(one): one for one in getattr(user_function, "__type_params__", ())}
    names = {**local_names, **parameters}
    namespace = getattr(user_function, "__globals__", {})
    resolved = _evaluated(written, namespace, names)
    nested = {name: hint for name, hint in resolved.items() if not _is_whole(hint)}
    if not nested:
        return resolved

    def holder() -> None: ...

    holder.__annotations__ = nested
    return resolved | typing.get_type_hints(holder, namespace, names, include_extras=True)


def _evaluated(
    written: Mapping[str, Any], namespace: dict[str, Any], names: Mapping[str, Any]
) -> dict[str, Any]:
    """Read hints that are written as text, as `typing.get_type_hints` does and `from __future__` demands."""
    texts = {name: hint for name, hint in written.items() if isinstance(hint, str)}
    # All in one go: each compilation costs as much as reading ten of them.
    values = eval("".join(["[", *(f"({text}\n)," for text in texts.values()), "]"]), namespace, names)
    return {**written, **dict(zip(texts, values, strict=True))}


def _is_whole(hint: Any) -> bool:
    """Tell whether a hint has no text in it that would have to be read too."""
    if isinstance(hint, str | typing.ForwardRef | list):
        return False
    return all(map(_is_whole, getattr(hint, "__args__", ())))


def is_own_class(function: Callable[..., Any], error: Exception) -> bool:
    """Tell whether what is unknown is the class around the function; beartype finds it at the first call."""
    around = getattr(innermost(function), "__qualname__", "").split(".")[:-1]
    return getattr(error, "name", None) in around


def warn_unresolved(function: Callable[..., Any], unresolved: Mapping[str, Exception]) -> None:
    """Warn of hints that cannot be checked, as nothing that they name exists at run time."""
    for name, error in unresolved.items():
        warnings.warn(messages.unresolved_hint(name, name_of(function), str(error)), stacklevel=4)


def names_around(function: Callable[..., Any], frame: FrameType | None) -> dict[str, Any]:
    """Collect the local names of the functions and classes around the function, while they still run.

    Args:
        function: the function; for one that was generated, as those of a named tuple are, the names of the
            module that decorates it count too.
        frame: the frame that decorates it.
    """
    written = innermost(function)
    module = getattr(written, "__globals__", None)
    around = set(getattr(written, "__qualname__", "").split(".")[:-1])
    found: list[Mapping[str, Any]] = []
    is_generated = getattr(written, "__module__", None) not in sys.modules
    # The module that the methods of a named tuple are made in has no built-in names, either.
    base = {**vars(builtins), **frame.f_globals} if frame is not None and is_generated else {}
    while frame is not None and around:
        if frame.f_globals is module and frame.f_code.co_name in around:
            found.append(frame.f_locals)
        frame = frame.f_back
    return {name: value for namespace in [base, *reversed(found)] for name, value in namespace.items()}


def calling_frame(depth: int) -> FrameType | None:
    """Return the frame that many calls above the caller of this function."""
    return sys._getframe(depth + 1)  # noqa: SLF001 -- the only way to the locals that text annotations name
