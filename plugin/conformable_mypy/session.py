"""What lasts while mypy goes from body to body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable_mypy.kept import Kept

if TYPE_CHECKING:
    from conformable_mypy.asked import Asked
    from conformable_mypy.config import Configuration
    from conformable_mypy.torch_meta.fallback import Fallback


@dataclass(frozen=True, slots=True)
class Session:
    """What every body is interpreted with.

    Attributes:
        configuration: The user's choices.
        asked: What a command asks for.
        fallback: Asks torch about operations without a rule.
        kept: What earlier bodies of a module leave to later ones.
    """

    configuration: Configuration
    asked: Asked
    fallback: Fallback
    kept: Kept = field(default_factory=Kept)
