"""The note on an exception of torch or NumPy: the operation that failed, and the shapes at hand."""

from __future__ import annotations

import dis
import re
from collections.abc import Callable, Iterator
from types import CodeType, TracebackType
from typing import Any

from conformable.checking.containers import Item, items_inside
from conformable.checking.failures import LIBRARIES, failure_in, local_annotations
from conformable.checking.hints import Hint, TreeHint, UnionHint
from conformable.checking.matching import fits_alone
from conformable.checking.refusal import shape_text
from conformable.checking.tensor_hints import TensorHint
from conformable.checking.trees import leaves_inside
from conformable.core import messages
from conformable.core.notation import AnonymousAxis, Axis, FixedAxis, ShapeAnnotation, VariadicAxis
from conformable.errors import ShapeError

_ABOUT_SHAPES = re.compile(
    r"\b(shapes?|sizes?|dim(ension)?s?|axis|axes|broadcast\w*|mat[12]?|matri(x|ces)|matmul|elements|\d-?D)\b",
    re.IGNORECASE,
)
_ERRORS = (RuntimeError, ValueError, IndexError, TypeError)
# Jax raises a TypeError about shapes; those of the others are about types.
_OF_JAX = re.compile(r"\bshapes?\b")
_QUOTED = re.compile(r"'[^']*'")
_RAISES = frozenset({dis.opmap["RAISE_VARARGS"], dis.opmap["RERAISE"]})


class ShapeNote(str):
    """A note of ours, to be told from others: an exception that crosses several functions gets one."""

    __slots__ = ()


def add_shapes(
    error: Exception, function: str, code: CodeType | None, items: Callable[[], list[Item]]
) -> None:
    """Put the shapes in a function on an exception that torch, NumPy or the like raised about shapes.

    Args:
        error: the exception; only one note is put on it, by the innermost checked function.
        function: the name of the function that it passes through.
        code: its code.
        items: gives its arguments with their hints.
    """
    try:
        if _is_about_shapes(error):
            error.add_note(ShapeNote(_note(error, function, code, items())))
    except Exception:  # noqa: BLE001 -- a note must never hide the exception that it is put on
        return


def _note(error: Exception, function: str, code: CodeType | None, items: list[Item]) -> str:
    failure = None if code is None else failure_in(code, error.__traceback__)
    arguments = [(path, text) for hint, path, value in items for path, text in _shapes(hint, path, value)]
    if code is None or failure is None:
        return messages.shapes_in_call(function, "", arguments, [])
    operation, inner = failure.operation, failure.inner
    place = operation if inner is None else messages.operation_inside(operation, *inner)
    known = {path: id(value) for _, path, value in items}
    declared = local_annotations(code)
    others = [
        (name, _declared_text(declared.get(name), tuple(value.shape)))
        for name, value in failure.tensors().items()
        if known.get(name) != id(value)
    ]
    return messages.shapes_in_call(function, place, arguments, others)


def _is_about_shapes(error: Exception) -> bool:
    if isinstance(error, ShapeError) or not isinstance(error, _ERRORS):
        return False
    if any(isinstance(note, ShapeNote) for note in getattr(error, "__notes__", ())):
        return False
    words = _QUOTED.sub("", str(error))
    if isinstance(error, TypeError) and not _OF_JAX.search(words):
        return False
    return _ABOUT_SHAPES.search(words) is not None and _is_raised_by_library(error.__traceback__)


def _is_raised_by_library(traceback: TracebackType | None) -> bool:
    """Tell whether an exception comes from a library, or from C code that a function of the user called."""
    if traceback is None:
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    if str(frame.f_globals.get("__name__", "")).partition(".")[0] in LIBRARIES:
        return True
    return frame.f_code.co_code[traceback.tb_lasti] not in _RAISES


def _shapes(hint: Hint, path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the tensors in a value, each with its path and its axes."""
    match hint:
        case TensorHint():
            yield path, _axes_text(hint.annotation, tuple(value.shape))
        case UnionHint(_, alternatives):
            fitting = (alternative for alternative in alternatives if fits_alone(alternative, value))
            yield from _shapes(next(fitting), path, value)
        case TreeHint():
            for inner, inner_path, one in leaves_inside(hint, path, value):
                yield from _shapes(inner, inner_path, one)
        case _:
            for inner, inner_path, one in items_inside(hint, path, value):
                yield from _shapes(inner, inner_path, one)


def _declared_text(annotation: ShapeAnnotation | None, shape: tuple[Any, ...]) -> str:
    """Print a shape, with the names of its axes where its annotation has as many."""
    if annotation is None:
        return shape_text(shape)
    least = len(annotation.axes) - (annotation.variadic is not None)
    fits = len(shape) == least if annotation.variadic is None else len(shape) >= least
    return _axes_text(annotation, shape) if fits else shape_text(shape)


def _axes_text(annotation: ShapeAnnotation, shape: tuple[Any, ...]) -> str:
    axes, variadic = annotation.axes, annotation.variadic
    if variadic is not None:
        run = shape[variadic : len(shape) - (len(axes) - variadic - 1)]
        sizes: list[Any] = [*shape[:variadic], run, *shape[variadic + len(run) :]]
    else:
        sizes = list(shape)
    return f"({', '.join(_axis_text(axis, size) for axis, size in zip(axes, sizes, strict=True))})"


def _axis_text(axis: Axis, size: Any) -> str:
    match axis:
        case FixedAxis() | AnonymousAxis():
            return str(size)
        case VariadicAxis():
            return f"{axis}={shape_text(size)}"
        case _:
            return f"{axis}={size}"
