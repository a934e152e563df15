"""Configuration that the pages show can be read, and has the options that exist."""

from __future__ import annotations

import configparser
import importlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from conformable_mypy.config import TYPES, is_right
from docs_harness.pages import ROOT, Block, in_language


def name(block: Block) -> str:
    return block.name


def our_tables(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each table of options that a pyproject.toml has for the plugin."""
    options = dict(document.get("tool", {}).get("conformable", {}))
    for override in options.pop("overrides", []):
        yield {key: value for key, value in override.items() if key != "module"}
    yield options


@pytest.mark.parametrize("block", in_language("toml"), ids=name)
def test_toml_has_known_keys(block: Block) -> None:
    document = tomllib.loads(block.text)
    assert document
    for table in our_tables(document):
        assert [key for key, value in table.items() if not is_right(key, value)] == []


@pytest.mark.parametrize("block", in_language("ini"), ids=name)
def test_ini_has_known_keys(block: Block) -> None:
    parser = configparser.ConfigParser()
    parser.read_string(block.text)
    sections = [name for name in parser.sections() if name.startswith("mypy.plugins.conformable")]
    assert [key for name in sections for key in parser[name] if key not in TYPES] == []


@pytest.mark.parametrize("block", in_language("yaml"), ids=name)
def test_yaml_names_our_hooks(block: Block) -> None:
    yaml = importlib.import_module("yaml")  # pre-commit brings it
    document = yaml.safe_load(block.text)
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    for repository in document.get("repos", []):
        if "conformable" in repository["repo"]:
            assert {hook["id"] for hook in repository["hooks"]} <= known


@pytest.mark.parametrize("block", in_language("json"), ids=name)
def test_json_can_be_read(block: Block) -> None:
    assert json.loads(block.text)


def test_each_option_is_described() -> None:
    text = (ROOT / "docs" / "checking.md").read_text("utf-8")
    assert [option for option in TYPES if option not in text] == []


def test_an_unknown_option_would_be_found() -> None:
    (table,) = our_tables({"tool": {"conformable": {"disabel": ["shape"]}}})
    assert not all(is_right(key, value) for key, value in table.items())
