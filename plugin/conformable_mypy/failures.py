"""What becomes of the plugin's own failures: they must not end mypy, and must not pass unseen."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Final

from conformable.core import messages

#: If this is set to 1, a failure ends mypy with a traceback.
DEBUG_SWITCH: Final = "CONFORMABLE_DEBUG"


def must_raise() -> bool:
    """Say whether failures are to end mypy."""
    return os.environ.get(DEBUG_SWITCH) == "1"


def description(error: Exception) -> str:
    """Return the text of the note that tells the user about a failure and where it happened."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return messages.internal_failure(f"{type(error).__name__} in {where}")
