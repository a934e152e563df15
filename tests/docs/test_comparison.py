"""The comparison with other tools: its tables are those of the results, its twins differ in one place."""

from __future__ import annotations

import difflib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from docs_harness.pages import ROOT

FOLDER = ROOT / "benchmarks" / "compare_tools"
CLEAN = sorted((FOLDER / "programs" / "clean").glob("*.py"))


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare_tools_tables", FOLDER / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["README.md", "docs/comparison.md"])
def test_the_tables_are_those_of_the_results(page: str, tables: ModuleType) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert "<!-- table: summary -->" in text
    assert tables.filled(text) == text


def test_the_results_are_about_these_programs() -> None:
    results = json.loads((FOLDER / "results.json").read_text("utf-8"))
    assert results["programs"] == [path.stem for path in CLEAN]


@pytest.mark.parametrize("clean", CLEAN, ids=lambda path: path.stem)
def test_twins_differ_in_one_place(clean: Path) -> None:
    buggy = FOLDER / "programs" / "buggy" / clean.name
    first, second = (path.read_text("utf-8").splitlines() for path in (clean, buggy))
    changes = difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    (change,) = [change for change in changes if change[0] != "equal"]
    assert max(change[2] - change[1], change[4] - change[3]) <= 3
