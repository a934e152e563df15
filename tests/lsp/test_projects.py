"""Whatever a project is like: its own configuration, a broken one, changes while the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import jaxtyping
import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from lsp_harness.editor import PATIENCE, File

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAYER = """\
import numpy as np
from jaxtyping import Float


def layer(
    x: Float[np.ndarray, "batch n_in"], w: Float[np.ndarray, "n_out n_in"]
) -> Float[np.ndarray, "batch n_out"]:
    return x @ w
"""


async def test_the_projects_own_configuration_holds(new_file: Callable[[str], File], folder: Path) -> None:
    (folder / "pyproject.toml").write_text(CONFIGURATION, encoding="utf-8")
    file = new_file("strict.py")
    said = await file.open(f"{LAYER}\n\ndef untyped(x): ...\n")
    assert {each.code for each in said} == {"shape-matmul", "no-untyped-def"}
    await file.close()


CONFIGURATION = """\
[tool.mypy]
follow_imports = "silent"

[[tool.mypy.overrides]]
module = "strict"
disallow_untyped_defs = true

"""


async def test_a_change_of_the_configuration_is_seen(new_file: Callable[[str], File], folder: Path) -> None:
    file = new_file("configured.py")
    assert len(await file.open(LAYER)) == 1
    configuration = folder / "pyproject.toml"
    before = configuration.read_text(encoding="utf-8")
    configuration.write_text(f'{before}[tool.conformable]\ndisable = ["shape-matmul"]\n', encoding="utf-8")
    assert await file.save() == []
    configuration.write_text(before, encoding="utf-8")
    assert len(await file.save()) == 1
    await file.close()


async def test_a_configuration_that_cannot_be_read_is_one_clear_message(
    new_file: Callable[[str], File], folder: Path
) -> None:
    file = new_file("unreadable.py")
    await file.open(LAYER)
    configuration = folder / "pyproject.toml"
    before = configuration.read_text(encoding="utf-8")
    configuration.write_text("[tool.mypy\n", encoding="utf-8")
    known = len(file.client.messages)
    for blank in range(1, 3):
        file.type_only(LAYER + "\n" * blank)
        await file.until(lambda: len(file.client.messages) > known)
    (message,) = file.client.messages[known:]
    assert message.type == types.MessageType.Error
    assert message.message.startswith("Conformable: mypy could not check: ")
    assert "pyproject.toml" in message.message
    configuration.write_text(before, encoding="utf-8")
    assert len(await file.save()) == 1
    await file.close()


async def test_a_new_rule_file_makes_another_daemon_start(
    new_file: Callable[[str], File], folder: Path
) -> None:
    """The daemon keeps what the plugin has read: without another one, the old rules would hold."""
    configuration = folder / "pyproject.toml"
    before = configuration.read_text(encoding="utf-8")
    configuration.write_text(f'{before}[tool.conformable]\nrules = ["rules.py"]\n', encoding="utf-8")
    rules = folder / "rules.py"
    (folder / "kernels.py").write_text("import numpy as np\ndef fused(x: np.ndarray) -> np.ndarray: ...\n")
    file = new_file("ruled.py")
    rule = 'import conformable\n\nconformable.rule("kernels.fused", "b n -> n b")\n'
    rules.write_text(rule, encoding="utf-8")
    calling = """\
import numpy as np
from jaxtyping import Float
from kernels import fused


def use(x: Float[np.ndarray, "b n"]) -> None:
    y = fused(x)
    print(y)
"""
    await file.open(calling)
    assert await file.hints() == {7: '"n b"'}
    rules.write_text(rule.replace("-> n b", "-> b n 2"), encoding="utf-8")
    await file.save()
    assert await file.hints() == {7: '"b n 2"'}
    configuration.write_text(before, encoding="utf-8")
    await file.close()


async def test_a_file_that_another_program_writes_is_seen(
    new_file: Callable[[str], File], folder: Path
) -> None:
    (folder / "weights.py").write_text(WEIGHTS, encoding="utf-8")
    file = new_file("reading.py")
    assert await file.open("from weights import size\n\nlength: int = size\n") == []
    file.client.diagnostics.pop(file.uri)
    # As long, and within the same second: mypy's daemon alone would not see it.
    (folder / "weights.py").write_text(
        WEIGHTS.replace("int = 3", "str = ''")[: len(WEIGHTS)], encoding="utf-8"
    )
    change = types.FileEvent((folder / "weights.py").as_uri(), types.FileChangeType.Changed)
    file.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    (said,) = await file.said()
    assert said.code == "assignment"
    await file.close()


WEIGHTS = "size: int = 3 \n"


async def test_a_new_file_is_checked_once_it_is_saved(new_file: Callable[[str], File]) -> None:
    file = new_file("new.py")
    known = len(file.client.messages)
    file.text = LAYER
    item = types.TextDocumentItem(file.uri, "python", 0, LAYER)
    file.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    other = new_file("beside.py")
    assert len(await other.open(LAYER)) == 1
    assert file.uri not in file.client.diagnostics
    assert len(await file.save()) == 1
    assert file.client.messages[known:] == []
    await other.close()
    await file.close()


async def test_where_mypy_itself_fails_it_is_said_once_and_does_not_last(
    new_file: Callable[[str], File],
) -> None:
    """Mypy does not survive a module that takes the place of `typing`; nor would Python run it."""
    file = new_file("typing.py")
    known = len(file.client.messages)
    file.path.write_text(LAYER, encoding="utf-8")
    item = types.TextDocumentItem(file.uri, "python", 0, LAYER)
    file.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await file.until(lambda: len(file.client.messages) > known)
    assert file.client.messages[known].message.startswith("Conformable: mypy could not check: ")
    await file.close()
    file.path.unlink()
    other = new_file("surviving.py")
    assert len(await other.open(LAYER)) == 1
    assert len(file.client.messages) == known + 1
    await other.close()


async def test_the_editor_is_answered_while_mypy_works(new_file: Callable[[str], File]) -> None:
    file = new_file("busy.py")
    await file.open(LAYER)
    file.client.diagnostics.pop(file.uri)
    # It makes mypy read a package that it has not read yet.
    file.type_only("import hypothesis\n" + LAYER)
    answers = 0
    async with asyncio.timeout(PATIENCE):
        while file.uri not in file.client.diagnostics:
            await asyncio.wait_for(file.hints(), timeout=2)
            answers += 1
            await asyncio.sleep(0.1)
    assert answers > 3
    await file.close()


async def test_installed_files_are_not_checked(
    editor: LanguageClient, new_file: Callable[[str], File]
) -> None:
    path = Path(jaxtyping.__file__)
    text = "import jaxtyping\n\nwrong: int = ''\n"
    item = types.TextDocumentItem(path.as_uri(), "python", 0, text)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    file = new_file("after.py")
    await file.open(LAYER)
    assert path.as_uri() not in editor.diagnostics
    await file.close()
