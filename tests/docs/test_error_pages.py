"""The example of each error code is executed: the wrong one fails, the right one runs.

That mypy says of them what stands there is the matter of test_programs.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformable_mypy.codes import CODES
from docs_harness.pages import ROOT, Block, blocks
from golden_harness.arguments import calls
from golden_harness.modules import CHECKERS, SHAPE_ERRORS, load_checked

#: These codes have examples that do run, and their pages say so.
LEGAL = {"shape-suspicious"}

WITNESS = re.compile(r"note: fails for (.*)")


def example(code: str, kind: str) -> Block:
    """Return the wrong or the right example of a code."""
    programs = [block for block in blocks(page(code)) if block.language == "python"]
    assert len(programs) == 2, "a page has one wrong and one right example"
    return programs[kind == "right"]


def output(code: str) -> str:
    """Return what stands below the wrong example; below the right one stands nothing."""
    python, text, right = (block for block in blocks(page(code)))
    assert [python.language, text.language, right.language] == ["python", "text", "python"]
    return text.text


def page(code: str) -> Path:
    return ROOT / "docs" / "errors" / f"{code}.md"


def witness(code: str) -> dict[str, int]:
    found = WITNESS.search(page(code).read_text("utf-8"))
    pairs = (part.split("=") for part in found[1].split(", ")) if found else ()
    return {name: int(size) for name, size in pairs}


def execute(block: Block, given: dict[str, int], folder: Path) -> None:
    """Call the function of an example under `checked`, with arguments that its annotations accept."""
    file = folder / f"{block.name}.py"
    file.write_text(block.text, encoding="utf-8")
    module = load_checked(file, CHECKERS["checked"])
    (name,) = re.findall(r"^def (\w+)", block.text, re.MULTILINE)
    for call in calls(module, name, given):
        call()


EXAMPLES = sorted(CODES.keys() - {"shape"})


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_right_example_runs(code: str, tmp_path: Path) -> None:
    execute(example(code, "right"), {}, tmp_path)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_wrong_example_fails_with_the_sizes_of_its_witness(code: str, tmp_path: Path) -> None:
    if code in LEGAL:
        execute(example(code, "wrong"), {}, tmp_path)
        return
    with pytest.raises(SHAPE_ERRORS):
        execute(example(code, "wrong"), witness(code), tmp_path)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_wrong_example_has_one_error_of_its_code(code: str) -> None:
    assert output(code).count(": error: ") == output(code).count(f"[{code}]") == 1


def test_the_family_leads_to_each_code() -> None:
    text = page("shape").read_text("utf-8")
    assert [code for code in EXAMPLES if f"`{code}`" not in text] == []
