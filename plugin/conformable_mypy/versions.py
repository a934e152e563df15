"""Which versions of mypy the plugin knows, and what it does on others: say so once, and nothing else."""

from __future__ import annotations

import re
import sys
from typing import Final

from mypy.plugin import Plugin

from conformable.core import messages

#: The plugin leans on details of mypy (see `mypy_api`), which were measured on these versions, both included.
OLDEST: Final = (2, 0)
NEWEST: Final = (2, 4)


def plugin_for(version: str) -> type[Plugin]:
    """Return the plugin class for a version of mypy: one without hooks if the version is not supported."""
    if is_supported(version):
        # `hooks` imports names that an unsupported mypy may not have.
        from conformable_mypy.hooks import ConformablePlugin

        return ConformablePlugin
    print(messages.unsupported_mypy(version, _text(OLDEST), _text(NEWEST)), file=sys.stderr)
    return Plugin


def is_supported(version: str) -> bool:
    """Say whether a version string of mypy, such as `2.4.1` or `2.5.0+dev.0a1b2c`, is one that is known.

    >>> is_supported("2.4.1"), is_supported("1.19.0"), is_supported("unheard of")
    (True, False, False)
    """
    found = re.match(r"(\d+)\.(\d+)", version)
    return found is not None and OLDEST <= (int(found[1]), int(found[2])) <= NEWEST


def _text(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
