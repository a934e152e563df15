"""The size of things: small files, small functions, no drawers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 60
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "tools"}

FOLDERS = ("plugin", "runtime", "examples", "benchmarks", "tests")


@pytest.fixture(scope="module")
def files(root: Path) -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    assert found
    return found


def test_files_are_small(files: list[Path]) -> None:
    lines = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: count for path, count in lines.items() if count > MOST_LINES_IN_A_FILE} == {}


def test_functions_are_small(files: list[Path]) -> None:
    long = [
        f"{path}: {name} has {count} lines"
        for path in files
        for name, count in function_lengths(path.read_text(encoding="utf-8"))
        if count > MOST_LINES_IN_A_FUNCTION
    ]
    assert long == []


def function_lengths(source: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def test_the_length_of_a_function_is_counted() -> None:
    assert list(function_lengths("def f():\n    x = 1\n    return x\n")) == [("f", 3)]


def test_no_module_is_a_drawer(files: list[Path]) -> None:
    assert [str(path) for path in files if DRAWERS & {path.stem, path.parent.name}] == []
