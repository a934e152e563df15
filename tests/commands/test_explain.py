"""Each error code has a page, whose examples mypy judges as the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands_harness.project import mypy_options
from conformable.commands.explain import run
from conformable_mypy.codes import CODES

SECTION = re.compile(r"## (Wrong|Right)\n\n```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (root / "docs" / "errors").glob("*.md")}


def test_each_code_has_a_page(pages: dict[str, str]) -> None:
    assert pages.keys() == CODES.keys()
    assert {code for code, text in pages.items() if not text.startswith(f"# {code}\n")} == set()


def test_mypy_says_what_the_pages_say(
    pages: dict[str, str], commands_cache: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    said: dict[str, str] = {}
    for code, text in pages.items():
        for kind, source, output in SECTION.findall(text):
            name = f"{kind}_{code.replace('-', '_')}".lower()
            (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
            said[name] = output
    command = [sys.executable, "-m", "mypy", *mypy_options(commands_cache), "--no-error-summary", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = dict.fromkeys(said, "")
    for line in done.stdout.splitlines(keepends=True):
        name, _, rest = line.partition(".py:")
        found[name] += f"example.py:{rest}"
    assert found == said
    for name, output in found.items():
        code = name.removeprefix("wrong_").removeprefix("right_").replace("_", "-")
        assert bool(output) == name.startswith("wrong_")
        assert output.count(": error: ") == output.count(f"[{code}]") == int(name.startswith("wrong_"))


@pytest.mark.parametrize("written", ["shape-matmul", "[shape-matmul]"])
def test_the_page_of_a_code_is_printed(
    written: str, pages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([written]) == 0
    assert capsys.readouterr().out == pages["shape-matmul"]


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CODES)


def test_an_unknown_code_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shape-matmull"]) == 2
    error = capsys.readouterr().err
    assert error == 'conformable explain: "shape-matmull" is no error code; did you mean "shape-matmul"?\n'
