"""The switch that turns run-time checks off."""

from __future__ import annotations

import os

_FALSE = frozenset({"", "0", "false", "no", "off"})


class Configuration:
    """Whether calls are checked; read at every call, so that a change holds from the next call on.

    The environment variable `CONFORMABLE_DISABLE=1` turns checks off before the program starts; decorators
    then return what they are given.
    """

    __slots__ = ("disabled",)

    def __init__(self) -> None:
        self.disabled = os.environ.get("CONFORMABLE_DISABLE", "").strip().lower() not in _FALSE

    def disable(self) -> None:
        """Turn checks off: decorated functions run unchecked, and decorators return what they are given."""
        self.disabled = True

    def enable(self) -> None:
        """Turn checks on again, for functions that were decorated while they were on."""
        self.disabled = False


config = Configuration()
