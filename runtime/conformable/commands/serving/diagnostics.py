"""Diagnostics: mypy's own and ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
    Range,
)

if TYPE_CHECKING:
    from conformable.commands.observations.records import Span
    from conformable.commands.serving.checked import Checked
    from conformable.commands.serving.complaints import Complaint
    from conformable.commands.serving.positions import Text

_SEVERITIES: Final = {"error": DiagnosticSeverity.Error, "note": DiagnosticSeverity.Information}

#: How notes name a line of the same file, and which of them do not name another file before it.
_LINE: Final = re.compile(r"\bat line (\d+)$")


def diagnostics_of(checked: Checked, uri: str, text: Text) -> list[Diagnostic]:
    """Return what mypy says about a file.

    Args:
        checked: What is known of it.
        uri: Its address.
        text: Its text.
    """
    return [_diagnostic(each, checked.characters(each.span), uri, text) for each in checked.complaints]


def blocking_diagnostics(complaints: Iterable[Complaint], uri: str, text: Text) -> list[Diagnostic]:
    """Return what keeps mypy from checking a file, such as its syntax."""
    return [_diagnostic(each, each.span, uri, text) for each in complaints]


def _diagnostic(complaint: Complaint, span: Span, uri: str, text: Text) -> Diagnostic:
    place = text.range(span)
    return Diagnostic(
        range=place,
        # Not every editor shows related information: the witness and the remedy are part of the message.
        message="\n".join((complaint.text, *(note for note in complaint.notes if not _LINE.search(note)))),
        severity=_SEVERITIES[complaint.severity],
        code=complaint.code,
        source="conformable" if complaint.is_about_shapes else "mypy",
        related_information=list(_related(complaint, place, uri, text)) or None,
    )


def _related(
    complaint: Complaint, place: Range, uri: str, text: Text
) -> Iterator[DiagnosticRelatedInformation]:
    for note in complaint.notes:
        found = _LINE.search(note)
        where = text.line_range(int(found[1])) if found else place
        yield DiagnosticRelatedInformation(Location(uri, where), note)
