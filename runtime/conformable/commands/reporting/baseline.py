"""Reports that are known and accepted: only what is not among them counts."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message

VERSION = 1


class BaselineError(Exception):
    """The file is not a baseline."""


class Known(NamedTuple):
    """What stays the same of a report while lines are added above it."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Messages held against a baseline.

    Attributes:
        new: What is not in the baseline, and every note that belongs to no error.
        accepted: How many errors are in it.
        gone: How many reports of the baseline are no longer there.
    """

    new: tuple[Message, ...]
    accepted: int
    gone: int


def compared(messages: Iterable[Message], file: Path) -> Compared:
    """Hold messages against a baseline.

    Raises:
        BaselineError: If the file is not one.
    """
    left = _read(file)
    new: list[Message] = []
    accepted = 0
    for message in messages:
        known = _known(message, file)
        if message.severity == "error" and left[known] > 0:
            left[known] -= 1
            accepted += 1
        else:
            new.append(message)
    return Compared(tuple(new), accepted, left.total())


def write_baseline(messages: Iterable[Message], file: Path) -> int:
    """Accept every error among messages; return how many there are."""
    found = Counter(_known(message, file) for message in messages if message.severity == "error")
    reports = [{**known._asdict(), "count": count} for known, count in sorted(found.items())]
    text = json.dumps({"version": VERSION, "reports": reports}, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    return found.total()


def _read(file: Path) -> Counter[Known]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["version"] != VERSION:
            raise BaselineError(f"{file}: version {document['version']} of the baseline is not known")
        reports = document["reports"]
        return Counter(
            {Known(each["file"], each["code"], each["message"]): int(each["count"]) for each in reports}
        )
    except (ValueError, LookupError, TypeError) as error:
        raise BaselineError(f"{file}: not a baseline of conformable check: {error}") from error


def _known(message: Message, file: Path) -> Known:
    path = Path(os.path.relpath(message.path, file.parent)).as_posix()
    # Messages quote lines, which move.
    return Known(path, message.code or "", re.sub(r"\bline \d+", "line N", message.text))
