"""Programs on the pages: mypy says of them what stands below, and they run."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import itertools
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands_harness.project import mypy_options
from docs_harness.pages import PRELUDE, Block, blocks, in_language, is_story, pages

#: A line of mypy's, with the name of the file that the page gives it.
OF_MYPY = re.compile(r"^\w+\.py:\d+: (error|note|warning): ", re.MULTILINE)


def programs() -> Iterator[tuple[Block, str]]:
    """Yield each program, and the text block right after it."""
    for page in pages():
        if is_story(page):
            continue
        found = blocks(page)
        for block, after in itertools.zip_longest(found, found[1:]):
            if block.language == "python" and block.remark != "a fragment":
                yield block, after.text if after is not None and after.language == "text" else ""


PROGRAMS = list(programs())
EXECUTED = [(block, output) for block, output in PROGRAMS if not block.page.startswith("docs/errors/")]


def name(value: object) -> str:
    return value.name if isinstance(value, Block) else ""


@pytest.fixture(scope="module")
def said(docs_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each program: it runs once over all of them."""
    folder = tmp_path_factory.mktemp("programs")
    for block, _ in PROGRAMS:
        (folder / f"{block.name}.py").write_text(block.program, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", *mypy_options(docs_cache), "--no-error-summary", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found = {block.name: "" for block, _ in PROGRAMS}
    for line in done.stdout.splitlines(keepends=True):
        module, _, rest = line.partition(".py:")
        found[module] += rest
    return found


@pytest.mark.parametrize(("block", "output"), PROGRAMS, ids=name)
def test_mypy_says_what_the_page_says(block: Block, output: str, said: dict[str, str]) -> None:
    if output and not OF_MYPY.search(output):
        return  # The text is what a run prints: mypy may well say the same beforehand.
    file, _, _ = output.partition(":")
    hidden = PRELUDE in block.program
    assert in_the_words_of_the_page(said[block.name], file, hidden_lines=int(hidden)) == output


def in_the_words_of_the_page(output: str, file: str, *, hidden_lines: int) -> str:
    """Number the lines as the reader counts them, and name the file as the page does."""

    def counted(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) - hidden_lines}"

    lines = [f"{file}:{line}" for line in output.splitlines(keepends=True)]
    return re.sub(r"(^\w*\.py:|(?<=declared at line ))(\d+)", counted, "".join(lines), flags=re.MULTILINE)


@pytest.mark.parametrize(("block", "output"), EXECUTED, ids=name)
def test_the_program_runs(block: Block, output: str, tmp_path: Path) -> None:
    printed, error = run(block, tmp_path)
    if output and not OF_MYPY.search(output):
        assert printed + error == output
    else:
        assert error == ""


def run(block: Block, folder: Path) -> tuple[str, str]:
    """Run a program; return what it prints, and its exception as Python shows it last."""
    file = folder / f"{block.name}.py"
    file.write_text(block.program.replace("reveal_type(", "("), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(block.name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[block.name] = module
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001 - the page says which
        return printed.getvalue(), "".join(traceback.format_exception_only(error))
    finally:
        del sys.modules[block.name]
    return printed.getvalue(), ""


@pytest.mark.parametrize("block", [b for b in in_language("python") if b.remark == "a fragment"], ids=name)
def test_a_fragment_is_python(block: Block) -> None:
    assert ast.parse(block.text).body


def test_there_are_programs_that_are_reported_and_that_are_not() -> None:
    reported = [output for _, output in PROGRAMS if OF_MYPY.search(output)]
    assert len(reported) >= 10
    assert len(PROGRAMS) - len(reported) >= 10
