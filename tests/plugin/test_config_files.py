"""Options for some modules, tables that nobody reads, and a plugin that is named twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import mypy.version
import pytest
from mypy.options import Options as MypyOptions

from conformable_mypy import plugin
from conformable_mypy.config import Configuration, Options, read_configuration
from plugin_harness.project import CONFORMABLE, Project

TOML = """
[tool.conformable]
disable = ["shape-literal"]

[[tool.conformable.overrides]]
module = ["first.*", "second"]
class-sizes = true

[[tool.conformable.overrides]]
module = "first.old"
disable = ["shape"]
"""

INI = """
[mypy.plugins.conformable]
disable = shape-literal

[mypy.plugins.conformable-first.*, second]
class-sizes = True

[mypy.plugins.conformable-first.old]
disable = shape
"""


def written(folder: Path, name: str, text: str) -> Configuration:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_configuration(str(path))


@pytest.mark.parametrize(("name", "text"), [("pyproject.toml", TOML), ("mypy.ini", INI)])
def test_modules_can_have_options_of_their_own(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = written(tmp_path, name, text)
    literal, everything = frozenset({"shape-literal"}), frozenset({"shape"})
    assert found.of("other") == Options(disable=literal)
    assert found.of("first") == found.of("first.new") == Options(disable=literal, class_sizes=True)
    assert found.of("second") == Options(disable=literal, class_sizes=True)
    assert found.of("second.inner") == Options(disable=literal)
    assert found.of("first.old") == Options(disable=everything, class_sizes=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[[tool.conformable.overrides]]\nmodul = 'a'\nclass-sizes = true\n",
            [
                'an override needs "module", a string or a list of strings',
                'unknown option "modul"',
            ],
        ),
        ("[[tool.conformable.overrides]]\nmodule = 'a'\nclass-sizes = 1\n", ['"class-sizes" must be']),
    ],
)
def test_a_wrong_override_is_named(
    text: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "pyproject.toml", text)
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("pyproject.toml: [[tool.conformable.overrides]]: ") for line in lines] == [
        True
    ] * len(said)
    assert all(words in line for words, line in zip(said, lines, strict=True))


@pytest.mark.parametrize(
    ("name", "text", "table", "right"),
    [
        (
            "pyproject.toml",
            "[tool.conformable_mypy]\nclass-sizes = true\n",
            "tool.conformable_mypy",
            "tool.conformable",
        ),
        ("pyproject.toml", "[tool.comformable]\n", "tool.comformable", "tool.conformable"),
        ("mypy.ini", "[tool.conformable]\n", "tool.conformable", "mypy.plugins.conformable"),
        (
            "mypy.ini",
            "[mypy.plugins.conformable_mypy]\n",
            "mypy.plugins.conformable_mypy",
            "mypy.plugins.conformable",
        ),
    ],
)
def test_a_table_that_nobody_reads_is_named(
    name: str, text: str, table: str, right: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert written(tmp_path, name, text) == Configuration()
    said = f"{name}: [{table}]: not read; the options of Conformable stand in [{right}] of {name}\n"
    assert capsys.readouterr().err == said


def test_a_table_beside_the_file_that_mypy_reads_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.conformable]\nclass-sizes = true\n", encoding="utf-8")
    assert written(tmp_path, "mypy.ini", "[mypy]\n") == Configuration()
    said = "pyproject.toml: [tool.conformable]: not read; the options of Conformable stand in"
    assert capsys.readouterr().err == f"{said} [mypy.plugins.conformable] of mypy.ini\n"


def test_tables_of_other_tools_are_none_of_our_business(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "pyproject.toml", "[tool.mypy]\n[tool.ruff]\n[tool.confection]\n[tool.formatter]\n")
    assert capsys.readouterr().err == ""


MODULE = """
from jaxtyping import Float

class Array: ...

def f(x: Float[Array, "b c"]) -> None:
    reveal_type(x)

y: Float[Array, "a, b"]
"""


def test_an_override_reaches_annotations(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(first=MODULE, second=MODULE)
    project.configure("[mypy.plugins.conformable-second]", "disable = shape")
    reported = [line for line in project.check() if "[shape-annotation]" in line]
    assert [line.partition(":")[0] for line in reported] == ["first.py"]


@pytest.mark.parametrize(
    ("named", "loaded"),
    [
        ([CONFORMABLE, CONFORMABLE], [CONFORMABLE]),
        (["other", CONFORMABLE, "other", f"{CONFORMABLE}:plugin"], ["other", CONFORMABLE, "other"]),
    ],
)
def test_a_plugin_that_is_named_twice_is_loaded_once(named: list[str], loaded: list[str]) -> None:
    chosen = MypyOptions()
    chosen.plugins = named
    plugin(mypy.version.__version__)(chosen)
    assert chosen.plugins == loaded
