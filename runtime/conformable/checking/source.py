"""Writing of Python source: lines, blocks, variables and the objects that they refer to."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any


class Source:
    """Source being written, and the global variables that it will need.

    Attributes:
        constants: the global variables.
        is_exact: whether the statements refuse nothing that the exact verdict accepts.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self.constants: dict[str, Any] = {}
        self._lines: list[str] = []
        self._parameters = frozenset(taken)
        self._taken = set(self._parameters)
        self._optional: list[str] = []
        self._start = 0
        self._indent = 0
        self._constant_names: dict[tuple[str, int], str] = {}
        self.is_exact = True

    def fresh(self, stem: str) -> str:
        """Return a variable that nothing else uses."""
        stem = stem if stem.isascii() and stem.isidentifier() else "axis"
        number = 0
        while (name := f"{stem}_{number}") in self._taken:
            number += 1
        self._taken.add(name)
        return name

    def optional(self, stem: str) -> str:
        """Return a variable that nothing else uses, and that is None at the start of the body."""
        name = self.fresh(stem)
        self._optional.append(name)
        return name

    def start_body(self) -> None:
        """Let the body of the function start here: optional variables become None."""
        self._start = len(self._lines)

    def builtin(self, name: str) -> str:
        """Return a name for a builtin, also where a parameter has its name."""
        return self.constant(name, getattr(builtins, name)) if name in self._parameters else name

    def constant(self, stem: str, value: Any) -> str:
        """Return a global variable that holds the value."""
        key = (stem, id(value))
        if key not in self._constant_names:
            self._constant_names[key] = self.fresh(stem)
            self.constants[self._constant_names[key]] = value
        return self._constant_names[key]

    def write(self, line: str) -> None:
        """Add a line."""
        self._lines.append("    " * self._indent + line)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a compound statement, whose body is what is written inside."""
        self.write(head)
        start = len(self._lines)
        self._indent += 1
        yield
        if len(self._lines) == start:
            self.write("pass")
        self._indent -= 1

    def leave_open(self) -> None:
        """Refuse a value that may fit, so that the exact verdict decides."""
        self.is_exact = False
        self.refuse()

    def refuse(self) -> None:
        """Refuse the value at hand."""
        self.write(f"raise {self.builtin('ValueError')}")

    def refuse_if(self, *conditions: str) -> None:
        """Refuse the value at hand where one of the conditions holds."""
        if conditions:
            with self.block(f"if {' or '.join(conditions)}:"):
                self.refuse()

    def text(self) -> str:
        """Return all that was written."""
        start = ["    " + "".join(f"{name} = " for name in self._optional) + "None"] if self._optional else []
        return "\n".join([*self._lines[: self._start], *start, *self._lines[self._start :], ""])
