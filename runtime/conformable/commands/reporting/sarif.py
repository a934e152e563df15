"""SARIF 2.1.0, which code hosts and editors read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from conformable import __version__

if TYPE_CHECKING:
    from conformable.commands.reporting.counts import Counts
    from conformable.commands.reporting.messages import Message

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(messages: Sequence[Message], counts: Counts) -> str:
    """Print one log with one run."""
    rules = sorted({_rule(message) for message in messages})
    driver = {
        "name": "conformable",
        "version": __version__,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        # SARIF counts characters, mypy too.
        "columnKind": "unicodeCodePoints",
        "results": [_result(message, rules) for message in messages],
        "properties": {
            "functions": {"proven": counts.proven, "unknown": counts.unknown, "errors": counts.errors}
        },
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(message: Message) -> str:
    return message.code or "mypy"


def _result(message: Message, rules: Sequence[str]) -> Mapping[str, object]:
    place = {
        "artifactLocation": {"uri": message.path.as_posix()},
        "region": {"startLine": max(message.line, 1), "startColumn": max(message.column, 0) + 1},
    }
    return {
        "ruleId": _rule(message),
        "ruleIndex": rules.index(_rule(message)),
        "level": "error" if message.severity == "error" else "note",
        "message": {"text": "\n".join((message.text, *message.notes))},
        "locations": [{"physicalLocation": place}],
    }
