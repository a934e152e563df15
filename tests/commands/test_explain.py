"""Each error code has a page, which `conformable explain` prints; tests/docs judges what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformable.commands.explain import run
from conformable_mypy.codes import CODES


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (root / "docs" / "errors").glob("*.md")}


def test_each_code_has_a_page(pages: dict[str, str]) -> None:
    assert pages.keys() == CODES.keys()
    assert {code for code, text in pages.items() if not text.startswith(f"# {code}\n")} == set()


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
