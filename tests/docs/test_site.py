"""The pages as a site: everything is in the navigation, and what is written while building is complete."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conformable.core.ops import REGISTRY
from conformable.core.ops.modules import MODULES
from docs_harness.pages import ROOT

DOCS = ROOT / "docs"


def navigation() -> list[dict[str, Any]]:
    document = importlib.import_module("yaml").safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    found: list[dict[str, Any]] = document["nav"]
    return found


def targets(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for target in entry.values():
            if isinstance(target, list):
                yield from targets(target)
            else:
                yield target


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_page_is_in_the_navigation_once(hooks: ModuleType) -> None:
    listed = list(targets(hooks.existing(navigation(), DOCS)))
    assert sorted(listed) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_a_page_that_is_not_there_is_left_out(hooks: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()
    assert hooks.existing([{"A": "a.md"}, {"More": [{"B": "b.md"}]}], tmp_path) == [
        {"A": "a.md"},
        {"More": []},
    ]


def test_the_table_of_operations_has_every_rule(hooks: ModuleType) -> None:
    table = hooks.on_page_markdown((DOCS / "operations_table.md").read_text("utf-8"))
    names = [*REGISTRY.rules, *MODULES.rules]
    assert [name for name in names if f"`{name}`" not in table] == []
    assert "| `b n k, b k m -> b n m` | `torch.bmm` |" in table


def test_each_rule_says_what_it_does(hooks: ModuleType) -> None:
    assert [line for line in hooks.operations_table().splitlines() if line.startswith("|  |")] == []
