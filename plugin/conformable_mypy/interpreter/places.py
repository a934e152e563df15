"""Leave out of what is stored where in its module it was made: an edit that moves lines would change it."""

from __future__ import annotations

import re
from typing import Any


class Places:
    """Numbers the places of a module in the order in which they are met.

    mypy checks again what depends on a text that has changed, as an edit of a body or of the lines above it
    would do if a scope such as `pkg.model:12:8#345` stayed in it.

    >>> places = Places("m")
    >>> places.numbered(["symbol", "n", "m:12:8#345.x", True, 1])
    ['symbol', 'n', 'm:#1.x', True, 1]
    >>> places.numbered([["symbol", "k", "m:2:8#9", True, 1], ["symbol", "d", "class m.C", True, 1]])
    [['symbol', 'k', 'm:#2', True, 1], ['symbol', 'd', 'class m.C', True, 1]]
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._place = re.compile(rf"(?:\d+:\d+/)*{re.escape(module)}:\d+:\d+(?:#\d+)?")
        self._numbers: dict[str, str] = {}

    def numbered(self, written: Any) -> Any:
        """Write numbers in the scopes of sizes, shapes and objects, instead of places."""
        match written:
            case ["symbol", name, scope, *rest]:
                return ["symbol", name, self._scope(scope), *rest]
            case ["#", size, occurrence]:
                return ["#", self.numbered(size), self._scope(occurrence)]
            case ["object", fullname, attributes, name, scope, *rest]:
                return ["object", fullname, self.numbered(attributes), name, self._scope(scope), *rest]
            case {"scope": str(scope), "occurrence": str(occurrence)}:
                return {**written, "scope": self._scope(scope), "occurrence": self._scope(occurrence)}
            case dict():
                return {key: self.numbered(value) for key, value in written.items()}
            case list():
                return [self.numbered(part) for part in written]
            case _:
                return written

    def _scope(self, text: str) -> str:
        return self._place.sub(self._number, text)

    def _number(self, place: re.Match[str]) -> str:
        return self._numbers.setdefault(place[0], f"{self._module}:#{len(self._numbers) + 1}")
