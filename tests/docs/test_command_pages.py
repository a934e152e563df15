"""The pages about the commands: what they tell to type works, and gives what they show."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from commands_harness.project import mypy_options
from conformable.commands import main

PAGES = ("verify", "shapes", "cost", "annotate")

#: What other tests run as well, and takes long.
LONG = ("verify examples", "verify --reference")


def blocks(page: str, language: str, root: Path) -> list[str]:
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: str, root: Path) -> list[str]:
    lines = [
        line.partition("#")[0].strip() for block in blocks(page, "sh", root) for line in block.splitlines()
    ]
    return [line.removeprefix("conformable ") for line in lines]


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def printed(page: str, root: Path, docs_cache: Path) -> dict[str, str]:
    """What each command prints that is not too long."""
    found = {}
    for command in commands(page, root):
        if command not in LONG:
            output = io.StringIO()
            with contextlib.chdir(root), contextlib.redirect_stdout(output):
                status = main([*shlex.split(command), *mypy_options(docs_cache)])
            assert status == 0, f"{command}\n{output.getvalue()}"
            found[command] = output.getvalue()
    return found


def test_the_commands_work(page: str, printed: dict[str, str]) -> None:
    assert len(printed) >= 3, page


def test_what_is_shown_is_printed(page: str, printed: dict[str, str], root: Path) -> None:
    lines = {_squeezed(line) for output in printed.values() for line in output.splitlines()}
    for block in [*blocks(page, "text", root), *blocks(page, "diff", root)]:
        for line in block.splitlines():
            assert _squeezed(line) in lines


def _squeezed(line: str) -> str:
    """Leave out how wide the columns of a table are."""
    return " ".join(re.sub(r"-{2,}", "--", line).split())


def test_the_entry_of_the_document_is_in_it(root: Path, docs_cache: Path) -> None:
    (block,) = blocks("shapes", "json", root)
    output = io.StringIO()
    arguments = ["shapes", "examples/mlp.py", "--format", "json", *mypy_options(docs_cache)]
    with contextlib.chdir(root), contextlib.redirect_stdout(output):
        main(arguments)
    assert json.loads(block) in json.loads(output.getvalue())["shapes"]
