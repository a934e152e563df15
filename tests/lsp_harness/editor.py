"""A file that is open in an editor, over a real connection to the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient

#: A first run may have to read torch.
PATIENCE = 300.0


@dataclass
class File:
    """An open file.

    Attributes:
        client: The editor.
        path: The file.
        text: What the editor has.
        version: Counts the edits.
    """

    client: LanguageClient
    path: Path
    text: str = ""
    version: int = 0

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    @property
    def _id(self) -> types.VersionedTextDocumentIdentifier:
        return types.VersionedTextDocumentIdentifier(self.version, self.uri)

    async def open(self, text: str) -> list[types.Diagnostic]:
        """Write the file and open it; return what is said about it."""
        self.path.write_bytes(text.encode())
        self.text = text
        item = types.TextDocumentItem(self.uri, "python", self.version, text)
        return await self._said(
            lambda: self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        )

    async def type(self, text: str) -> list[types.Diagnostic]:
        """Give the file another text, without saving it; return what is said about it."""
        return await self._said(lambda: self.type_only(text))

    def type_only(self, text: str) -> None:
        """Give the file another text, and do not wait."""
        self.text = text
        self.version += 1
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(self._id, [change]))

    async def save(self) -> list[types.Diagnostic]:
        """Save the file; return what is said about it."""
        self.path.write_bytes(self.text.encode())
        identifier = types.TextDocumentIdentifier(self.uri)
        return await self._said(
            lambda: self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
        )

    async def close(self) -> None:
        """Close the file."""
        identifier = types.TextDocumentIdentifier(self.uri)
        said = await self._said(
            lambda: self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
        )
        assert not said

    async def _said(self, do: Callable[[], None]) -> list[types.Diagnostic]:
        self.client.diagnostics.pop(self.uri, None)
        do()
        return await self.said()

    async def said(self) -> list[types.Diagnostic]:
        """Wait for what is said next about the file."""
        await self.until(lambda: self.uri in self.client.diagnostics)
        return list(self.client.diagnostics[self.uri])

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110  -- the client tells nobody what has come
                await asyncio.sleep(0.02)

    async def hints(self) -> dict[int, str]:
        """Return the inlay hints: line, from 1, -> label."""
        everything = types.Range(types.Position(0, 0), types.Position(len(self.text.splitlines()), 0))
        params = types.InlayHintParams(types.TextDocumentIdentifier(self.uri), everything)
        found = await self.client.text_document_inlay_hint_async(params)
        return {hint.position.line + 1: str(hint.label) for hint in found or ()}

    async def hover(self, on: str, within: str = "") -> str:
        """Return what is shown over the first place of a text, within a line that has another one."""
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri), self.position(on, within))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    def position(self, on: str, within: str = "") -> types.Position:
        """Return where a text stands, in UTF-16 units as most editors count."""
        number, line = next(
            (number, line)
            for number, line in enumerate(self.text.splitlines())
            if on in line and within in line
        )
        before = line[: line.index(within) + within.index(on)] if within else line[: line.index(on)]
        return types.Position(number, len(before.encode("utf-16-le")) // 2)

    async def actions(self, on: str) -> dict[str, str]:
        """Return the code actions at a text: title -> what the file would be with it."""
        place = self.position(on)
        context = types.CodeActionContext(self.client.diagnostics.get(self.uri, []))
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri), types.Range(place, place), context
        )
        found = await self.client.text_document_code_action_async(params)
        return {action.title: self._with(action) for action in found or () if _is_action(action)}

    def _with(self, action: types.Command | types.CodeAction) -> str:
        assert isinstance(action, types.CodeAction)
        assert action.edit is not None
        assert action.edit.changes is not None
        return edited(self.text, action.edit.changes[self.uri])


def _is_action(action: types.Command | types.CodeAction) -> bool:
    return isinstance(action, types.CodeAction)


def edited(text: str, edits: Sequence[types.TextEdit]) -> str:
    """Apply the edits of a server, whose columns count UTF-16 units."""
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character))[::-1]:
        start, end = _offset(text, edit.range.start), _offset(text, edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def _offset(text: str, position: types.Position) -> int:
    lines = text.splitlines(keepends=True)
    before = "".join(lines[: position.line])
    line = lines[position.line] if position.line < len(lines) else ""
    within = line.encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
    return len(before) + len(within)
