"""Calls that are made under several names, and held against the library's own result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ops.sample import Sample

FIRST: Final = {
    "b": 2,
    "c": 6,
    "d": 5,
    "e": 7,
    "h": 9,
    "i": 3,
    "j": 11,
    "k": 4,
    "l": 13,
    "m": 8,
    "n": 6,
    "o": 5,
    "t": 9,
    "w": 12,
}
SECOND: Final = {
    "b": 3,
    "c": 4,
    "d": 6,
    "e": 5,
    "h": 8,
    "i": 7,
    "j": 2,
    "k": 5,
    "l": 12,
    "m": 3,
    "n": 9,
    "o": 7,
    "t": 5,
    "w": 10,
}


@dataclass(frozen=True)
class Call:
    """One call of several operations.

    Attributes:
        names: Their public names.
        arguments: The positional arguments.
        keywords: The other arguments.
        partial: Whether the rule leaves part of the result open.
    """

    names: tuple[str, ...]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    partial: bool = False

    def samples(self) -> Iterator[Sample]:
        """Give a sample for each name."""
        return (Sample(name, self.arguments, self.keywords, values=FIRST) for name in self.names)


def call(names: str, *arguments: Any, **keywords: Any) -> Call:
    """Make a call whose result the rule knows exactly."""
    return Call(tuple(names.split()), arguments, keywords)


def partly(names: str, *arguments: Any, **keywords: Any) -> Call:
    """Make a call of whose result the rule knows only a part."""
    return Call(tuple(names.split()), arguments, keywords, partial=True)
