"""Commands that the pages tell to type exist, with their options."""

from __future__ import annotations

import contextlib
import io
from functools import cache

import pytest

from conformable.commands import main
from docs_harness.pages import ROOT, Block, in_language, is_story
from docs_harness.shell import commands, problem

SHELL = [block for block in in_language("sh", "bash", "console") if not is_story(ROOT / block.page)]


@cache
def help_of(command: str) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.suppress(SystemExit):
        main([command, "--help"])
    return output.getvalue()


@pytest.mark.parametrize("block", SHELL, ids=lambda block: block.name)
def test_each_command_exists(block: Block) -> None:
    found = commands(block)
    assert found
    assert [problem(command, help_of) for command in found] == [None] * len(found)


@pytest.mark.parametrize(
    "command",
    [
        "conformable chekc layer.py",
        "conformable shapes --fromat html",
        "make demonstration",
        "pip install 'conformable[torhc]'",
        "python examples/nothing.py",
        "tyqe",
    ],
)
def test_what_does_not_exist_is_noticed(command: str) -> None:
    assert problem(command, help_of) is not None
