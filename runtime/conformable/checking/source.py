"""Writing of Python source: lines, blocks, variables and the objects that they refer to."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any


class _Block:
    """The body of a compound statement, while it is written."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.start = len(source.lines)

    def __enter__(self) -> None:
        self.source.indent += 1

    def __exit__(self, *_: object) -> None:
        if len(self.source.lines) == self.start:
            self.source.write("pass")
        self.source.indent -= 1


class Source:
    """Source being written, and the global variables that it will need.

    No name of the user stands in it, so that signatures that are built alike share what is compiled.

    Attributes:
        parameters: the variable that holds each parameter.
        constants: the global variables.
        lines: the lines so far.
        indent: how many blocks are open.
        is_exact: whether the statements refuse nothing that the exact verdict accepts.
    """

    def __init__(self, parameters: Iterable[str]) -> None:
        self.parameters = {name: f"argument_{index}" for index, name in enumerate(parameters)}
        self.constants: dict[str, Any] = {}
        self.lines: list[str] = []
        self._numbers = itertools.count()
        self._optional: list[str] = []
        self._start = 0
        self.indent = 0
        self._constant_names: dict[tuple[str, int], str] = {}
        self.is_exact = True

    def fresh(self, stem: str) -> str:
        """Return a variable that nothing else uses."""
        name = f"{stem}_{next(self._numbers)}"
        return name if name not in self.parameters else self.fresh(stem)

    def optional(self, stem: str) -> str:
        """Return a variable that nothing else uses, and that is None at the start of the body."""
        name = self.fresh(stem)
        self._optional.append(name)
        return name

    @contextmanager
    def own_variables(self) -> Iterator[None]:
        """Let the optional variables of what is written inside be None each time that it starts."""
        before, start = len(self._optional), len(self.lines)
        yield
        names = self._optional[before:]
        if names:
            self.lines.insert(start, "    " * self.indent + "".join(f"{name} = " for name in names) + "None")

    def start_body(self) -> None:
        """Let the body of the function start here: optional variables become None."""
        self._start = len(self.lines)

    def constant(self, stem: str, value: Any) -> str:
        """Return a global variable that holds the value."""
        key = (stem, id(value))
        if key not in self._constant_names:
            self._constant_names[key] = self.fresh(stem)
            self.constants[self._constant_names[key]] = value
        return self._constant_names[key]

    def write(self, line: str) -> None:
        """Add a line."""
        self.lines.append("    " * self.indent + line)

    def block(self, head: str) -> _Block:
        """Write a compound statement, whose body is what is written inside."""
        self.write(head)
        return _Block(self)

    def leave_open(self) -> None:
        """Refuse a value that may fit, so that the exact verdict decides."""
        self.is_exact = False
        self.refuse()

    def refuse(self) -> None:
        """Refuse the value at hand."""
        self.write("raise ValueError")

    def refuse_if(self, *conditions: str) -> None:
        """Refuse the value at hand where one of the conditions holds."""
        if conditions:
            self.write(f"if {' or '.join(conditions)}: raise ValueError")

    def text(self) -> str:
        """Return all that was written."""
        start = ["    " + "".join(f"{name} = " for name in self._optional) + "None"] if self._optional else []
        return "\n".join([*self.lines[: self._start], *start, *self.lines[self._start :], ""])
