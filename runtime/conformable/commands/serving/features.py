"""What the server can do: each feature of the protocol, and what serves it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from conformable.commands.serving.actions import KINDS, code_actions
from conformable.commands.serving.hovers import hover
from conformable.commands.serving.inlay_hints import inlay_hints
from conformable.commands.serving.server import Server

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import MypyOptions


def make_server(options: MypyOptions) -> Server:
    """Return a server with all features.

    Args:
        options: How mypy is to be run.
    """
    server = Server(options)
    _add_documents(server)
    _add_session(server)
    _add_questions(server)
    return server


def _add_documents(server: Server) -> None:
    """Let the server follow the files that are open."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        _edit(server, params.text_document.uri, is_typing=False)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        _edit(server, params.text_document.uri, is_typing=True)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        _edit(server, params.text_document.uri, is_typing=False)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        path = server.path_of(uri)
        if path is not None:
            server.project_of(path).close(path)
            server.publish(uri, [])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def written(params: types.DidChangeWatchedFilesParams) -> None:
        names = filter(None, (to_fs_path(change.uri) for change in params.changes))
        paths = list(map(Path, names))
        for project in server.projects.values():
            project.changed_on_disk(paths)


def _edit(server: Server, uri: str, *, is_typing: bool) -> None:
    path = server.path_of(uri)
    if path is not None:
        text, _ = server.text(uri)
        server.project_of(path).edit(path, text, is_typing=is_typing)


def _add_session(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        await server.watch_files()

    @server.feature(types.SHUTDOWN)
    async def shut_down(_: None) -> None:
        await server.stop()


def _add_questions(server: Server) -> None:
    """Let the server answer what the editor asks; whatever takes time is done beside the loop."""

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> Sequence[types.InlayHint]:
        checked = server.checked(params.text_document.uri)
        if checked is None:
            return []
        now, text = server.text(params.text_document.uri)
        first, last = params.range.start.line + 1, params.range.end.line + 1
        return await asyncio.to_thread(inlay_hints, checked, now, text, first, last)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        checked = server.checked(params.text_document.uri)
        if checked is None:
            return None
        now, text = server.text(params.text_document.uri)
        return await asyncio.to_thread(hover, checked, now, *text.place(params.position))

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(KINDS)))
    async def actions(params: types.CodeActionParams) -> Sequence[types.CodeAction]:
        uri = params.text_document.uri
        checked = server.checked(uri)
        if checked is None:
            return []
        now, text = server.text(uri)
        # What was found in another text would be edited at the wrong place.
        if now != checked.text:
            return []
        return await asyncio.to_thread(code_actions, checked, uri, text, params.range)
