"""Pages that name files are carried out literally: files written, commands run, their output compared."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from commands_harness.project import mypy_options
from docs_harness.pages import ROOT, blocks, is_story, pages
from docs_harness.shell import commands, problem

#: What is run, and how: in this environment.
PROGRAMS = {"conformable": ("-m", "conformable"), "mypy": ("-m", "mypy"), "python": ()}

STORIES = [page for page in pages() if is_story(page)]


@pytest.mark.parametrize("page", STORIES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_page_tells_what_happens(page: Path, tmp_path: Path, docs_cache: Path) -> None:
    output = ""
    with contextlib.chdir(tmp_path):
        for block in blocks(page):
            if block.title:
                Path(block.title).write_text(block.text, encoding="utf-8")
            elif block.language == "sh":
                output = "".join(run(command, docs_cache) for command in commands(block))
            elif block.language == "text":
                assert block.text in output, f"block {block.number}"


def run(command: str, cache: Path) -> str:
    """Run a command as a reader would, but with a cache that knows torch; nothing is installed."""
    program, *arguments = shlex.split(command)
    if program in PROGRAMS:
        cached = mypy_options(cache) if program == "mypy" or arguments[0] in {"check", "shapes"} else []
        whole = [sys.executable, *PROGRAMS[program], *arguments, *cached]
        done = subprocess.run(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.stdout
    assert problem(command, lambda _: "") is None
    return ""


def test_there_is_a_story() -> None:
    assert STORIES
