"""A call gives what its signature declares and what following it has shown: choose what says more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformable.core.shapes import Shape
from conformable_mypy.interpreter.values import Items, Tensor, is_refused

if TYPE_CHECKING:
    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.values import Value


def better(declared: Value, followed: Value | None) -> Value:
    """Choose what says more of a result: what following a call has shown, or what its signature declares."""
    match declared, followed:
        case Items(items), Items(others, kind) if len(items) == len(others):
            return Items(tuple(map(better, items, others)), kind)
        case Tensor(), Tensor(shape) if shape.rank is not None:
            return replace(followed, shape=_better_shape(declared.shape, shape))
        case _, Tensor(shape) if shape.rank is not None:
            return followed
        case _:
            return followed if followed is not None and is_refused(followed) else declared


def _better_shape(declared: Shape, followed: Shape) -> Shape:
    """Take from a declared shape the sizes that following the call has not told."""
    if declared.rank != followed.rank:
        return followed
    pairs = zip(declared.before, followed.before, strict=True)
    return Shape(tuple(one if _is_unnamed(other) else other for one, other in pairs))


def _is_unnamed(size: Size) -> bool:
    return any(symbol.name == "_" for symbol in size.symbols())
