"""Sizes that callers may leave out: what stands for them, and what is put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.sizes import Symbol
from conformable_mypy.interpreter.values import NONE, Choice, Integer, Value

if TYPE_CHECKING:
    from conformable.core.sizes import Size


def optional(size: Integer) -> Value:
    """Give a size that may be left out."""
    return Choice((size, NONE))


def is_optional(value: Value) -> bool:
    """Tell whether a value is an integer of which nothing is known, or `None`."""
    given = if_given(value)
    return given is not value and isinstance(given, Integer) and given.size.number is None


def if_given(value: Value) -> Value:
    """Give the integer that an optional one is where it was given; any other value as it is."""
    match value:
        case Choice((Integer() as size, other)) | Choice((other, Integer() as size)) if other == NONE:
            return size
        case _:
            return value


def chosen_by_callers(value: Value) -> Symbol | None:
    """Give the symbol of an optional size that callers choose freely; None for any other value."""
    given = if_given(value)
    if given is value or not isinstance(given, Integer):
        return None
    return symbol_of_caller(given.size)


def symbol_of_caller(size: Size) -> Symbol | None:
    """Give the symbol that a size is, if callers of the constructor choose it."""
    symbol = size.atom
    return symbol if isinstance(symbol, Symbol) and symbol.rigid and symbol.is_given else None
