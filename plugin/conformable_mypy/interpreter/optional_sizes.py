"""Sizes that callers may leave out: what stands for them, and what is put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.sizes import Symbol
from conformable_mypy.interpreter.values import NONE, Choice, Integer, Value

if TYPE_CHECKING:
    from conformable.core.facts import Facts
    from conformable.core.sizes import Size


def optional(size: Integer) -> Value:
    """Give a size that may be left out: whether it is given is decided once, for all that ask."""
    return Choice((size, NONE), _decided_by(size.size))


def is_optional(value: Value) -> bool:
    """Tell whether a value is an integer of which nothing is known, or `None`."""
    size = _size_if_given(value)
    return size is not None and size.number is None


def if_given(value: Value) -> Value:
    """Give the integer that an optional one is where it was given; any other value as it is."""
    size = _size_if_given(value)
    return value if size is None else Integer(size)


def _size_if_given(value: Value) -> Size | None:
    match value:
        case Choice((Integer(size), other)) | Choice((other, Integer(size))) if other == NONE:
            return size
        case _:
            return None


def _decided_by(size: Size) -> str:
    symbol = size.atom
    return f"{symbol.name} of {symbol.scope} is given" if isinstance(symbol, Symbol) else ""


def symbol_if_given(value: Value) -> Symbol | None:
    """Give the symbol of a size that may be left out; None for what is `None` for another reason."""
    size = _size_if_given(value)
    if size is None or not isinstance(value, Choice) or value.origin != _decided_by(size):
        return None
    return size.atom if isinstance(size.atom, Symbol) else None


def as_known(value: Choice, facts: Facts) -> Value:
    """Give what a size that may be left out is on a path that knows whether it was given."""
    symbol = symbol_if_given(value)
    if symbol in facts.given:
        return if_given(value)
    return NONE if symbol in facts.left_out else value


def chosen_by_callers(value: Value) -> Symbol | None:
    """Give the symbol of an optional size that callers choose freely; None for any other value."""
    size = _size_if_given(value)
    return None if size is None else symbol_of_caller(size)


def symbol_of_caller(size: Size) -> Symbol | None:
    """Give the symbol that a size is, if callers of the constructor choose it."""
    symbol = size.atom
    return symbol if isinstance(symbol, Symbol) and symbol.rigid and symbol.is_given else None
