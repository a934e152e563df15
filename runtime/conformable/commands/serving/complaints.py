"""What mypy says, with the place where each complaint begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformable.commands.observations.records import Span

#: The options with which mypy writes what `read_complaints` reads.
PLACE_OPTIONS: Final = (
    "--show-error-end",
    "--show-absolute-path",
    "--show-error-codes",
    "--hide-error-context",
    "--no-error-summary",
    "--no-pretty",
    "--no-color-output",
)

_COMPLAINT: Final = re.compile(
    r"(?P<path>.+?):(?P<place>(?:\d+:){0,4}) (?P<severity>error|note): "
    r"(?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?$"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error of mypy, or a note that belongs to none.

    Attributes:
        path: The file.
        span: Where it stands, as mypy counts.
        severity: "error" or "note".
        code: The error code; None for a message without one.
        text: The message.
        notes: The notes that belong to it.
    """

    path: Path
    span: Span
    severity: str
    code: str | None
    text: str
    notes: tuple[str, ...] = ()

    @property
    def is_about_shapes(self) -> bool:
        """Whether it is ours."""
        return self.code is not None and (self.code == "shape" or self.code.startswith("shape-"))


def read_complaints(output: str) -> list[Complaint]:
    """Return what mypy has printed, each note with the error at whose place it stands."""
    found: list[Complaint] = []
    errors: dict[tuple[Path, Span], int] = {}
    for complaint in _each(output.splitlines()):
        place = complaint.path, complaint.span
        if complaint.severity == "error":
            errors[place] = len(found)
        elif place in errors:
            error = found[errors[place]]
            found[errors[place]] = replace(error, notes=(*error.notes, complaint.text))
            continue
        found.append(complaint)
    return found


def _each(lines: Iterable[str]) -> Iterator[Complaint]:
    for line in lines:
        found = _COMPLAINT.fullmatch(line)
        if found is None or not Path(found["path"]).is_absolute():
            continue
        numbers = [int(number) for number in found["place"].split(":") if number]
        yield Complaint(Path(found["path"]), _span(numbers), found["severity"], found["code"], found["text"])


def _span(numbers: list[int]) -> Span:
    """Turn what mypy prints, with columns from 1 and the last one inside, into where an expression stands."""
    match numbers:
        case [line, column, end_line, end_column]:
            return Span(line, column - 1, end_line, max(end_column, column))
        case [line, *column]:
            first = max(column[0] - 1, 0) if column else 0
            return Span(line, first, line, first + 1)
        case _:
            return Span(1, 0, 1, 1)
