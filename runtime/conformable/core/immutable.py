"""Dataclasses that are frozen for type checkers, and made as quickly as others at run time.

What `dataclass(frozen=True)` generates sets each attribute by a call of `object.__setattr__`, which makes an
object three times as slow to make. The interpreter makes hundreds of them for each statement: in that way it
would spend an eighth of its time on a check that mypy has done before.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

else:

    def dataclass(*, frozen: bool = False, eq: bool = True, slots: bool = False) -> Callable[[type], type]:
        """Make a dataclass; a frozen one can be hashed, and its type alone says that it must not change.

        >>> @dataclass(frozen=True, slots=True)
        ... class Point:
        ...     x: int
        >>> Point(1) == Point(1), len({Point(1), Point(1)})
        (True, 1)
        """
        return dataclasses.dataclass(eq=eq, slots=slots, unsafe_hash=frozen and eq)


__all__ = ["dataclass"]
