"""The formats in which `conformable check` prints what was found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from conformable.commands.reporting.counts import Counts
from conformable.commands.reporting.messages import Message
from conformable.commands.reporting.sarif import as_sarif
from conformable.core.messages import check_found, check_summary

Format = Callable[[Sequence[Message], Counts], str]


def as_text(messages: Sequence[Message], counts: Counts) -> str:
    """Print as mypy does, and the count of functions below."""
    errors = [message for message in messages if message.severity == "error"]
    found = check_found(len(errors), len({message.path for message in errors}))
    return "\n".join((*map(str, messages), found, summary(counts), ""))


def summary(counts: Counts) -> str:
    """Return the line that counts the functions."""
    return check_summary(counts.proven, counts.unknown, counts.errors)


def as_json(messages: Sequence[Message], counts: Counts) -> str:
    """Print one document."""
    document = {
        "version": 1,
        "messages": [_record(message) for message in messages],
        "functions": {"proven": counts.proven, "unknown": counts.unknown, "errors": counts.errors},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _record(message: Message) -> Mapping[str, object]:
    return {
        "file": message.path.as_posix(),
        "line": message.line,
        "column": message.column,
        "severity": message.severity,
        "code": message.code,
        "message": message.text,
        "notes": list(message.notes),
    }


def as_github(messages: Sequence[Message], counts: Counts) -> str:
    """Print annotations of GitHub's workflows.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(f"{line}\n" for line in (*_annotations(messages), summary(counts)))


def _annotations(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        command = "error" if message.severity == "error" else "notice"
        properties = {
            "file": message.path.as_posix(),
            "line": str(message.line),
            "col": str(message.column + 1),
            "title": message.code or "mypy",
        }
        listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
        text = "\n".join((message.text, *message.notes))
        yield f"::{command} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: Final[Mapping[str, Format]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
