"""An annotation that a file could have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["return", "local"]


@dataclass(frozen=True, slots=True)
class Array:
    """The annotation of one array.

    Attributes:
        word: jaxtyping's word for its element type.
        library: "torch", "numpy" or "jax".
        dims: Its dim string.
    """

    word: str
    library: str
    dims: str


@dataclass(frozen=True, slots=True)
class Hint:
    """An annotation that a file could have.

    Attributes:
        kind: What it annotates.
        name: The function or the local.
        line: Where the `def` or the assignment begins, from 1.
        column: The same, in characters from 0.
        arrays: What is annotated: several arrays for a tuple.
        is_tuple: Whether it is a tuple of these.
        lines: The first and the last line of the function.
    """

    kind: Kind
    name: str
    line: int
    column: int
    arrays: tuple[Array, ...]
    is_tuple: bool
    lines: tuple[int, int]
