"""Which files are the user's, and which belong to installed packages."""

from __future__ import annotations

import re
from typing import Final

_INSTALLED: Final = re.compile(r"[\\/](?:site-packages|dist-packages|typeshed)[\\/]")


def is_installed(path: str) -> bool:
    """Say whether a file belongs to an installed package or to mypy's own stubs."""
    return _INSTALLED.search(path) is not None
