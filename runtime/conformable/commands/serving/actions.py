"""Code actions: what an editor offers to do about an error, or about an assignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol.types import CodeAction, CodeActionKind, Diagnostic, Range, TextEdit, WorkspaceEdit

from conformable.commands.observations.records import Span
from conformable.commands.serving.annotating import annotations_in
from conformable.commands.serving.checked import Checked, place_of
from conformable.commands.serving.diagnostics import diagnostics_of
from conformable.commands.serving.fitting import remedy
from conformable.commands.serving.ignoring import ignoring
from conformable.core.messages import annotate_title, ignore_title, remedy_title

if TYPE_CHECKING:
    from conformable.commands.serving.complaints import Complaint
    from conformable.commands.serving.positions import Text

#: The kinds that are offered.
KINDS = (CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite)


def code_actions(checked: Checked, uri: str, text: Text, asked: Range) -> list[CodeAction]:
    """Return the actions for a part of a file.

    Args:
        checked: What is known of the file, as it is now.
        uri: Its address.
        text: Its text.
        asked: The part.
    """
    first, last = asked.start.line + 1, asked.end.line + 1
    shown = diagnostics_of(checked, uri, text)
    found: list[CodeAction] = []
    for complaint, diagnostic in zip(checked.complaints, shown, strict=True):
        span = complaint.span
        if complaint.is_about_shapes and span.line <= last and first <= span.end_line:
            found += _about(complaint, diagnostic, checked, uri, text)
    found += _annotating(checked, uri, text, first, last)
    return found


def _about(
    complaint: Complaint, diagnostic: Diagnostic, checked: Checked, uri: str, text: Text
) -> Iterator[CodeAction]:
    fit = remedy(complaint, checked.source) if checked.source is not None else None
    if fit is not None:
        edit = TextEdit(text.range(fit.place), fit.text)
        yield _fix(remedy_title(fit.text), uri, edit, diagnostic, is_preferred=True)
    code, line = str(complaint.code), complaint.span.line
    comment = ignoring(checked.text, line, code)
    if comment is not None:
        place = Span(line, comment.start, line, comment.end)
        yield _fix(ignore_title(code), uri, TextEdit(text.range(place), comment.text), diagnostic)


def _fix(
    title: str, uri: str, edit: TextEdit, diagnostic: Diagnostic, *, is_preferred: bool | None = None
) -> CodeAction:
    return CodeAction(
        title,
        kind=CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        is_preferred=is_preferred,
        edit=WorkspaceEdit(changes={uri: [edit]}),
    )


def _annotating(checked: Checked, uri: str, text: Text, first: int, last: int) -> Iterator[CodeAction]:
    if checked.source is None:
        return
    for found in annotations_in(checked, first, last):
        place = place_of(checked.source, found.target)
        after = text.position(place.end_line, place.end_column)
        edits = [TextEdit(Range(after, after), f": {found.text}")]
        if found.imports:
            top = text.position(found.import_line, 0)
            edits.insert(0, TextEdit(Range(top, top), "".join(f"{line}\n" for line in found.imports)))
        yield CodeAction(
            annotate_title(found.target.id, found.text),
            kind=CodeActionKind.RefactorRewrite,
            edit=WorkspaceEdit(changes={uri: list(edits)}),
        )
