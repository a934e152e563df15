"""The messages of mypy, as `--output json` gives them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conformable.core.messages import internal_failure

#: The options with which mypy writes what `read_messages` reads.
JSON_OPTIONS = ("--output", "json", "--no-error-summary", "--no-pretty", "--hide-error-context")

#: How the message of a failure of the plugin begins: see `conformable.core.messages.internal_failure`.
_FAILURE = internal_failure("").partition("(")[0]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of mypy.

    Attributes:
        path: The file.
        line: Counted from 1.
        column: Counted from 0.
        severity: "error" or "note".
        code: The error code; None for a message without one.
        text: The message.
        notes: The notes that belong to it.
    """

    path: Path
    line: int
    column: int
    severity: str
    code: str | None
    text: str
    notes: tuple[str, ...]

    @property
    def is_internal_failure(self) -> bool:
        """Whether the plugin says that it has failed itself."""
        return self.severity == "note" and self.text.startswith(_FAILURE)

    def __str__(self) -> str:
        code = f"  [{self.code}]" if self.code else ""
        place = f"{self.path}:{self.line}"
        notes = (f"{place}: note: {note}" for note in self.notes)
        return "\n".join((f"{place}: {self.severity}: {self.text}{code}", *notes))


def read_messages(lines: Iterable[str]) -> list[Message]:
    """Return the messages among lines that mypy has printed."""
    return [_message(json.loads(line)) for line in lines if line.startswith("{")]


def _message(record: dict[str, object]) -> Message:
    hint = record["hint"]
    return Message(
        path=Path(str(record["file"])),
        line=int(str(record["line"])),
        column=int(str(record["column"])),
        severity=str(record["severity"]),
        code=None if record["code"] is None else str(record["code"]),
        text=str(record["message"]),
        notes=tuple(str(hint).splitlines()) if hint else (),
    )
