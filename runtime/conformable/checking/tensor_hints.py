"""jaxtyping's annotations as they are read at run time: array type, dtypes and axes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from conformable.core import messages
from conformable.core.notation import (
    Axis,
    MeaninglessAxis,
    NamedAxis,
    NotationError,
    ShapeAnnotation,
    VariadicAxis,
    parse,
)

DtypeName = str | re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TensorHint:
    """One annotation such as `Float[Tensor, "batch n"]`.

    Attributes:
        text: the annotation as messages show it.
        array_type: the class of the array; `Any` for anything with a shape and a dtype.
        dtypes: the names or patterns of the dtypes; None where any dtype will do.
        annotation: the axes.
        has_named_dtypes: whether all dtypes are given by name.
    """

    text: str
    array_type: Any
    dtypes: tuple[DtypeName, ...] | None
    annotation: ShapeAnnotation
    has_named_dtypes: bool

    def accepts_type(self, value: object) -> bool:
        """Tell whether the value is an array of the annotated type."""
        if self.array_type is Any:
            return hasattr(value, "shape") and hasattr(value, "dtype")
        return isinstance(value, self.array_type)

    def accepts_dtype(self, value: Any) -> bool:
        """Tell whether the array has one of the annotated dtypes, which jaxtyping compares by name."""
        if self.dtypes is None:
            return True
        name = dtype_name(value.dtype)
        return any(name == dtype if isinstance(dtype, str) else dtype.match(name) for dtype in self.dtypes)


def is_tensor_hint(hint: object) -> TypeGuard[type]:
    """Tell whether a hint is an annotation of jaxtyping, by the attributes that jaxtyping documents."""
    has_axes = isinstance(hint, type) and hasattr(hint, "dim_str")
    return has_axes and hasattr(hint, "array_type") and hasattr(hint, "dtypes")


def is_tree_hint(hint: object) -> bool:
    """Tell whether a hint is a `PyTree[...]` of jaxtyping, by the attributes that it checks trees by."""
    return isinstance(hint, type) and hasattr(hint, "leaftype") and hasattr(hint, "structure")


def read_tensor_hint(hint: Any) -> TensorHint:
    """Read an annotation of jaxtyping.

    Raises:
        NotationError: if an axis cannot mean a size.
    """
    dtypes = tuple(hint.dtypes) if isinstance(hint.dtypes, tuple | list) else None
    return _tensor_hint(hint.dim_str, hint.array_type, getattr(hint, "dtype", None), dtypes)


@lru_cache(maxsize=4096)
def _tensor_hint(
    dim_str: str, array_type: Any, dtype: Any, dtypes: tuple[DtypeName, ...] | None
) -> TensorHint:
    """Read an annotation once: a model has the same one again and again."""
    annotation = parse(dim_str)
    for axis in annotation.axes:
        reason = _meaningless(axis)
        if reason is not None:
            raise NotationError(annotation.text, axis.text, axis.column, reason)
    array_name = getattr(array_type, "__name__", str(array_type)).rpartition(".")[
        2
    ]  # jax puts a module there.
    return TensorHint(
        text=messages.tensor_annotation(getattr(dtype, "__name__", "Shaped"), array_name, dim_str),
        array_type=array_type,
        dtypes=dtypes,
        annotation=annotation,
        has_named_dtypes=all(isinstance(one, str) for one in dtypes or ()),
    )


def _meaningless(axis: Axis) -> str | None:
    match axis:
        case MeaninglessAxis(reason=reason):
            return reason
        case _:
            return None


def refuse_treepaths(hint: TensorHint) -> None:
    """Refuse an axis `?n`, which stands for a size of each leaf of a tree, where there is no tree around it.

    Raises:
        NotationError: if there is one.
    """
    for axis in hint.annotation.axes:
        if isinstance(axis, NamedAxis | VariadicAxis) and axis.treepath:
            reason = messages.treepath_outside_tree()
            raise NotationError(hint.annotation.text, axis.text, axis.column, reason)


def dtype_name(dtype: Any) -> str:
    """Return the name by which jaxtyping knows a dtype of NumPy, JAX, TensorFlow, torch or any other."""
    scalar = getattr(dtype, "type", None)
    if scalar is not None and hasattr(scalar, "__name__"):
        name = str(scalar.__name__)
        return str(dtype) if name == "void" and getattr(dtype, "names", None) else name
    if hasattr(dtype, "as_numpy_dtype"):
        return str(dtype.as_numpy_dtype.__name__)
    return dtype if isinstance(dtype, str) else repr(dtype).rpartition(".")[2]


def known_dtypes(hint: TensorHint) -> frozenset[Any] | None:
    """Return the dtypes that the hint names, of the libraries in use: they are found without their names.

    None where any dtype will do. A dtype that is not in the set may still be accepted by its name.
    """
    if hint.dtypes is None:
        return None
    home = str(getattr(hint.array_type, "__module__", "")).partition(".")[0]
    libraries = (home,) if home in _READERS else tuple(_READERS)
    return _dtypes_named(hint.dtypes, tuple(library for library in libraries if library in sys.modules))


@lru_cache(maxsize=256)
def _dtypes_named(dtypes: tuple[DtypeName, ...], libraries: tuple[str, ...]) -> frozenset[Any]:
    names = [dtype for dtype in dtypes if isinstance(dtype, str)]
    return frozenset(dtype for library in libraries for dtype in _READERS[library](names))


def _of_torch(names: Iterable[str]) -> Iterable[Any]:
    torch = sys.modules["torch"]
    candidates = (getattr(torch, name, None) for name in names)
    return (dtype for dtype in candidates if isinstance(dtype, torch.dtype))


def _of_numpy(names: Iterable[str]) -> Iterable[Any]:
    numpy = sys.modules["numpy"]
    candidates = (getattr(numpy, name, None) for name in names)
    return (
        numpy.dtype(one) for one in candidates if isinstance(one, type) and issubclass(one, numpy.generic)
    )


def _of_jax(names: Iterable[str]) -> Iterable[Any]:
    """Find the dtypes of jax that NumPy does not have, such as bfloat16."""
    ml_dtypes = sys.modules["ml_dtypes"]
    candidates = (getattr(ml_dtypes, name, None) for name in names)
    return (sys.modules["numpy"].dtype(one) for one in candidates if isinstance(one, type))


_READERS = {"torch": _of_torch, "numpy": _of_numpy, "ml_dtypes": _of_jax}
