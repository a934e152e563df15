"""`conformable shapes` shows what mypy's plugin knows, at the right places, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from commands_harness.project import Project
from conformable.commands.shapes import run

SOURCE = '''\
"""A layer."""

import torch
from jaxtyping import Float
from torch import Tensor


def layer(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    z = x @ w.T
    top, at = z.max(dim=-1)
    name = "Größe"; y = torch.relu(z - top[:, None])
    return torch.softmax(
        y,
        dim=-1,
    )


def heads(x: Float[Tensor, "b d"], h: int) -> Tensor:
    return x.view(x.shape[0], h, x.shape[1] // h)


def broken(x: Float[Tensor, "n k"]) -> Tensor:
    return x @ x
'''


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


@pytest.fixture(scope="module")
def text(project: Project) -> str:
    return shapes(project)


@pytest.fixture(scope="module")
def document(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shapes(project, "--format", "json"))
    return found


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shapes(project: Project, *options: str, stream: type[io.StringIO] = io.StringIO) -> str:
    output = stream()
    with contextlib.redirect_stdout(output):
        assert run([str(project.file), *project.mypy_options, *options]) == 0
    return output.getvalue()


def line_with(text: str, output: str) -> str:
    return next(line for line in output.splitlines() if text in line)


def test_text_is_the_source_with_shapes_at_the_end_of_lines(text: str) -> None:
    assert line_with("z = x @ w.T", text).endswith('# z: "batch n_out"')
    assert line_with("top, at = ", text).endswith('# top: "batch"; at: "batch"')
    uncommented = [line.split("  #")[0].rstrip() for line in text.splitlines() if not _is_message(line)]
    assert uncommented == SOURCE.splitlines()


def _is_message(line: str) -> bool:
    return line.lstrip().startswith("#")


def test_an_expression_of_several_lines_is_shown_where_it_ends(text: str) -> None:
    assert line_with("    )  ", text).endswith('# -> "batch n_out"')


def test_columns_are_right_behind_letters_that_are_not_ascii(text: str) -> None:
    assert 'y: "batch n_out"' in line_with("name = ", text)


def test_what_is_assumed_stands_at_the_function(text: str) -> None:
    assert "# assumes d == (d//h)*h" in line_with("def heads", text)


def test_errors_stand_below_their_line(text: str) -> None:
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "return x @ x" in line)
    assert lines[at + 1].startswith("    # error: matmul: inner sizes differ: ")
    assert lines[at + 1].endswith("[shape-matmul]")
    assert any("fails for k=" in line for line in lines[at + 2 :])


def test_colours_are_for_terminals(project: Project, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in text
    assert "\x1b[36m" in shapes(project, stream=Terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shapes(project, stream=Terminal)


def test_json_follows_its_schema(document: dict[str, Any], root: Path) -> None:
    schema = json.loads((root / "docs" / "shapes_schema.json").read_text(encoding="utf-8"))
    assert problems(document, schema) == []
    assert problems({**document, "shapes": [{"line": "one"}]}, schema) != []


def test_json_gives_each_expression_its_place(document: dict[str, Any]) -> None:
    lines = SOURCE.splitlines()
    for entry in document["shapes"]:
        if entry["line"] == entry["end_line"]:
            written = lines[entry["line"] - 1][entry["column"] : entry["end_column"]]
            assert written == entry["source"]
    returned = [entry for entry in document["shapes"] if entry["kind"] == "return"]
    assert [(entry["line"], entry["end_line"], entry["shape"]) for entry in returned] == [
        (12, 15, "batch n_out"),
        (19, 19, "b h d//h"),
    ]
    assert [message["code"] for message in document["messages"]] == ["shape-matmul"]


def test_html_holds_the_source_and_the_shapes(project: Project) -> None:
    page = Page()
    page.feed(shapes(project, "--format", "html"))
    assert page.open == []
    assert page.outside == []
    assert [code for code in page.code if code in SOURCE.splitlines()] == SOURCE.splitlines()
    assert ("x @ w.T", 'Float "batch n_out"') in page.shapes
    assert any("inner sizes differ" in code for code in page.code)


def test_the_run_leaves_nothing_behind_and_nothing_outside_the_cache(project: Project) -> None:
    before = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    shapes(project)
    after = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    assert after == before
    assert not [path for path in project.cache.iterdir() if path.is_dir() and "conformable-" in path.name]


def test_a_warm_run_shows_the_same(project: Project, text: str) -> None:
    assert shapes(project) == text


def test_a_syntax_error_is_said_as_mypy_says_it(
    make_project: Callable[[str], Project], capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project("x = = 1\n")
    assert run([str(project.file), *project.mypy_options]) == 2
    assert "[syntax]" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run([str(tmp_path / "nowhere.py")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


class Page(HTMLParser):
    """Reads a page: the text of each line of code, and the shape of each marked piece."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.code: list[str] = []
        self.shapes: list[tuple[str, str]] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append((tag, dict(attrs), []))
        self.outside += [value for name, value in attrs if name in {"src", "href"} and value]

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, texts = self.open.pop()
        assert opened == tag
        if tag == "td" and attributes.get("class") in {"code", "said"}:
            self.code.append("".join(texts))
        if attributes.get("data-shape"):
            self.shapes.append(("".join(texts), str(attributes["data-shape"])))


_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}


def problems(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Hold a value against the part of JSON Schema that our schema uses."""
    known = {"$schema", "title", "description", "type", "required", "properties", "additionalProperties"}
    assert set(schema) <= known | {"items", "enum", "const", "minimum"}, "extend this checker"
    types = schema.get("type", [])
    allowed = tuple(_TYPES[name] for name in ([types] if isinstance(types, str) else types))
    if allowed and not isinstance(value, allowed):
        return [f"{path}: {value!r} is no {types}"]
    found: list[str] = []
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        found.append(f"{path}: {value!r}")
    if isinstance(value, int) and value < schema.get("minimum", value):
        found.append(f"{path}: {value!r} is too small")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{path}: no {name}" for name in schema.get("required", []) if name not in value]
        found += [f"{path}: {name} is unknown" for name in value if name not in properties]
        for name in value.keys() & properties.keys():
            found += problems(value[name], properties[name], f"{path}.{name}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            found += problems(item, schema.get("items", {}), f"{path}[{number}]")
    return found
