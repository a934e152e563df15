"""The shapes of files as a JSON document, for tools: docs/shapes_schema.json describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from conformable import __version__

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message
    from conformable.commands.showing.entries import Assumed, Entry, Shown

#: Grows with each change of the form that an older reader would not understand.
FORM: Final = 1


def as_document(files: Iterable[Shown]) -> dict[str, Any]:
    """Return the document.

    Args:
        files: What there is to show of each file.
    """
    found = list(files)
    return {
        "form": FORM,
        "conformable": __version__,
        "shapes": [_entry(each, entry) for each in found for entry in each.entries],
        "assumptions": [_assumed(each, assumed) for each in found for assumed in each.assumed],
        "messages": [_message(each, message) for each in found for message in each.messages],
    }


def _entry(found: Shown, entry: Entry) -> dict[str, Any]:
    return {
        "file": str(found.path),
        "line": entry.line,
        "column": entry.column,
        "end_line": entry.end_line,
        "end_column": entry.end_column,
        "kind": entry.role,
        "target": entry.target,
        "source": entry.source,
        "shape": entry.shape,
        "text": entry.text,
        "dtype": entry.dtype,
        "function": entry.function,
    }


def _assumed(found: Shown, assumed: Assumed) -> dict[str, Any]:
    return {
        "file": str(found.path),
        "function": assumed.function,
        "line": assumed.line,
        "conditions": list(assumed.conditions),
    }


def _message(found: Shown, message: Message) -> dict[str, Any]:
    return {
        "file": str(found.path),
        "line": message.line,
        "column": message.column,
        "severity": message.severity,
        "code": message.code,
        "text": message.text,
        "notes": list(message.notes),
    }
