"""The server: what an editor sends, and what it is sent."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from conformable import __version__
from conformable.commands.serving.diagnostics import blocking_diagnostics, diagnostics_of
from conformable.commands.serving.folders import folder_of, is_checked
from conformable.commands.serving.positions import Text
from conformable.commands.serving.project import Project

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import MypyOptions
    from conformable.commands.serving.checked import Checked
    from conformable.commands.serving.complaints import Complaint

#: Files whose change by others may change what mypy says.
_WATCHED: Final = ("**/*.py", "**/*.pyi", "**/pyproject.toml", "**/mypy.ini", "**/.mypy.ini", "**/setup.cfg")


class Server(LanguageServer):
    """A language server with a project for each folder that is open."""

    def __init__(self, options: MypyOptions) -> None:
        super().__init__("conformable", __version__)
        self.projects: dict[Path, Project] = {}
        self._options = options
        self._uris: dict[Path, str] = {}

    # --- what the editor has -----------------------------------------------------------------------------

    def path_of(self, uri: str) -> Path | None:
        """Return the file of an address; None where mypy has nothing to say about it."""
        name = to_fs_path(uri)
        path = Path(name) if name else None
        if path is None or not uri.startswith("file:") or not is_checked(path):
            return None
        self._uris[path] = uri
        return path

    def project_of(self, path: Path) -> Project:
        """Return the project that a file belongs to, begun if it is the first of its files."""
        opened = [to_fs_path(uri) for uri in (*self.workspace.folders, self.workspace.root_uri or "")]
        folder = folder_of(path, [Path(name) for name in opened if name])
        if folder not in self.projects:
            self.projects[folder] = Project(folder, self._options, self)
        return self.projects[folder]

    def checked(self, uri: str) -> Checked | None:
        """Return what is known of an open file."""
        path = self.path_of(uri)
        return self.project_of(path).checked.get(path) if path is not None else None

    def text(self, uri: str) -> tuple[str, Text]:
        """Return the text of an open file, as it is now."""
        document = self.workspace.get_text_document(uri)
        return document.source, Text.of(document.source, document.position_codec)

    # --- what a project tells the editor: see `project.Editor` -------------------------------------------

    def show(self, checked: Checked) -> None:
        """Show what mypy says about a file."""
        uri = self._uri(checked.path)
        text = Text.of(checked.text, self.workspace.position_codec)
        self.publish(uri, diagnostics_of(checked, uri, text))

    def show_blocked(self, path: Path, complaints: Iterable[Complaint]) -> None:
        """Show what keeps mypy from checking a file."""
        uri = self._uri(path)
        _, text = self.text(uri)
        self.publish(uri, blocking_diagnostics(complaints, uri, text))

    def publish(self, uri: str, diagnostics: Iterable[types.Diagnostic]) -> None:
        """Show diagnostics in the place of those that a file had."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, list(diagnostics)))

    def refresh(self) -> None:
        """Let the editor ask for inlay hints again."""
        workspace = self.client_capabilities.workspace
        hints = workspace.inlay_hint if workspace is not None else None
        if hints is not None and hints.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def tell(self, text: str) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))

    @asynccontextmanager
    async def busy(self, text: str) -> AsyncIterator[None]:
        """Show that something goes on that takes long, where the editor can."""
        window = self.client_capabilities.window
        if window is None or not window.work_done_progress:
            yield
            return
        token = str(uuid.uuid4())
        progress = self.work_done_progress
        await progress.create_async(token)
        progress.begin(token, types.WorkDoneProgressBegin(text))
        try:
            yield
        finally:
            progress.end(token, types.WorkDoneProgressEnd())

    def _uri(self, path: Path) -> str:
        return self._uris.get(path) or from_fs_path(str(path)) or path.as_uri()

    # --- the beginning and the end -----------------------------------------------------------------------

    async def watch_files(self) -> None:
        """Ask the editor to say when files are written by others, where it can."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is None or not watching.dynamic_registration:
            return
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(str(uuid.uuid4()), method, options)
        with contextlib.suppress(JsonRpcException):
            await self.client_register_capability_async(types.RegistrationParams([registration]))

    async def stop(self) -> None:
        """End every project."""
        await asyncio.gather(*(project.stop() for project in self.projects.values()))
        self.projects.clear()

    def abandon(self) -> None:
        """End what is left when the editor has gone without a word."""
        for project in self.projects.values():
            project.abandon()
