"""What an interpretation has read besides the body itself, by which one can see whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.nodes import FuncItem


@dataclass(slots=True)
class Consulted:
    """What was read on the way to a result.

    Attributes:
        bodies: Functions of this module whose bodies were read.
        stored: Full names of what is stored of other modules.
    """

    bodies: set[FuncItem] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)

    def include(self, other: Consulted) -> None:
        """Add what a result rests on that is used for another one."""
        self.bodies |= other.bodies
        self.stored |= other.stored
