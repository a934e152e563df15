"""Sizes that are read from arguments: `{n}`, `{self.d_model}`, and the sizes of the instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformable.core import messages
from conformable.core.expression import EvaluationError


def read_hole(arguments: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Return the size that a hole in braces stands for: an argument, or an attribute of one.

    Raises:
        EvaluationError: if it does not exist, or is not a whole number.
    """
    text = ".".join(path)
    value = arguments[path[0]]
    for name in path[1:]:
        try:
            value = getattr(value, name)
        except AttributeError:
            raise EvaluationError(messages.no_attribute(text)) from None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not hasattr(value, "__index__"):
        raise EvaluationError(messages.not_a_size(text, messages.a_value(type(value).__name__)))
    return value


def linked_size(held: Any, name: str | None) -> int | None:
    """Return the size that an instance keeps under a name, or that is given itself; None if there is none."""
    value = held if name is None else getattr(held, name, None)
    return value if type(value) is int else None
