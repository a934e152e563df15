"""What lasts while mypy goes from body to body."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass
from conformable_mypy.kept import Kept
from conformable_mypy.remembered import Remembered

if TYPE_CHECKING:
    from conformable_mypy.asked import Asked
    from conformable_mypy.config import Configuration
    from conformable_mypy.torch_meta.fallback import Fallback
    from conformable_mypy.user_rules.loading import Loaded


@dataclass(frozen=True, slots=True)
class Session:
    """What every body is interpreted with.

    Attributes:
        configuration: The user's choices.
        asked: What a command asks for.
        rules: The rules that the project gives.
        fallback: Asks torch about operations without a rule.
        kept: What earlier bodies of a module leave to later ones.
        remembered: What an earlier run in this process leaves to later ones.
    """

    configuration: Configuration
    asked: Asked
    rules: Loaded
    fallback: Fallback
    kept: Kept = field(default_factory=Kept)
    remembered: Remembered = field(default_factory=Remembered)
