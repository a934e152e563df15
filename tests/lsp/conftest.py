"""A server for each module of tests, and a folder whose files are open in its editor."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from lsp_harness.editor import File

#: mypy's cache of these tests, kept between runs: without it, each project would have to read torch anew.
CACHE = Path(__file__).parents[2] / ".cache" / "lsp"

COMMAND = [sys.executable, "-m", "conformable", "lsp", "--stdio", "--cache-dir", str(CACHE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


SERVER = ClientServerConfig(server_command=COMMAND)


@pytest_lsp.fixture(config=SERVER, scope="module")  # type: ignore[untyped-decorator]
async def editor(lsp_client: LanguageClient, folder: Path) -> AsyncIterator[None]:
    """A client with the capabilities of VS Code."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def register(_: types.RegistrationParams) -> None:
        pass

    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities("visual-studio-code"),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), "project")],
        )
    )
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def new_file(editor: LanguageClient, folder: Path) -> Callable[[str], File]:
    """Make a file that is not open yet."""
    return lambda name: File(editor, folder / name)
