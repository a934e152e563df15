"""The exception that a failed run-time check raises."""

from __future__ import annotations


class ShapeError(TypeError):
    """An argument or a return value that is not what its annotation says.

    It is a `TypeError`, as the errors of jaxtyping are, so that code written for those catches it.
    """
