"""The options of the plugin, and what is said about wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformable_mypy.config import Configuration, Options, read_configuration
from plugin_harness.project import CONFORMABLE, Project

EVERYTHING = Options(
    class_sizes=True,
    disable=frozenset({"shape-literal", "shape-op"}),
    enable=frozenset({"shape-suspicious"}),
    torch_fallback=False,
    strict_names=True,
    module_calls="typed",
    wrappers=frozenset({"fancy.Float"}),
    rules=frozenset({"shapes.py"}),
    shape_stubs=frozenset({"shapes/"}),
)

TOML = """
[tool.mypy]
plugins = ["conformable_mypy"]
[tool.conformable]
class-sizes = true
disable = ["shape-literal", "shape-op"]
enable = ["shape-suspicious"]
torch-fallback = false
strict-names = true
module-calls = "typed"
wrappers = ["fancy.Float"]
rules = ["shapes.py"]
shape-stubs = ["shapes/"]
"""

INI = """
[mypy]
plugins = conformable_mypy
[mypy.plugins.conformable]
class-sizes = True
disable = shape-literal, shape-op
enable = shape-suspicious
torch-fallback = no
strict-names = 1
module-calls = typed
wrappers =
    fancy.Float
rules = shapes.py
shape-stubs = shapes/
"""


def options(tmp_path: Path, name: str, text: str) -> Options:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_configuration(str(path)).of("any.module")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", TOML),
        ("mypy.ini", INI),
        ("setup.cfg", INI.replace("mypy.plugins.conformable", "conformable")),
    ],
)
def test_every_option_can_be_given_in_every_file(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert options(tmp_path, name, text) == EVERYTHING
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", ""),
        ("pyproject.toml", "[tool.conformable]"),
        ("pyproject.toml", "tool = 3"),
        ("pyproject.toml", "this is no TOML"),
        ("mypy.ini", "[mypy]\nstrict = True"),
        ("mypy.ini", "no section\n"),
        ("mypy.ini", "[mypy]\na = %(b)s\n"),
    ],
)
def test_without_a_section_the_options_are_the_defaults(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert options(tmp_path, name, text) == Options()
    assert capsys.readouterr().err == ""


def test_without_a_file_the_options_are_the_defaults(tmp_path: Path) -> None:
    assert read_configuration(None) == Configuration()
    assert read_configuration(str(tmp_path / "missing.ini")) == Configuration()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("class-size = true", 'unknown option "class-size"; did you mean "class-sizes"?'),
        ("colour = true", 'unknown option "colour"'),
        ("class-sizes = 1", '"class-sizes" must be true or false, not 1'),
        ('class-sizes = "yes"', "\"class-sizes\" must be true or false, not 'yes'"),
        ('module-calls = "yes"', '"module-calls" must be "any" or "typed", not \'yes\''),
        ("module-calls = true", '"module-calls" must be "any" or "typed", not True'),
        ('disable = "shape-op"', "\"disable\" must be a list of strings, not 'shape-op'"),
        ("disable = [1]", '"disable" must be a list of strings, not [1]'),
        (
            'disable = ["shape-matmull"]',
            '"disable" names the unknown error code "shape-matmull"; did you mean "shape-matmul"?',
        ),
    ],
)
def test_a_wrong_line_is_named_and_the_others_count(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = options(tmp_path, "pyproject.toml", f"[tool.conformable]\n{line}\nstrict-names = true\n")
    assert found == Options(strict_names=True)
    assert capsys.readouterr().err == f"pyproject.toml: [tool.conformable]: {said}\n"


def test_a_wrong_line_of_an_ini_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "[conformable]\nclass-sizes = perhaps\nstrict-names = true\n"
    assert options(tmp_path, "mypy.ini", text) == Options(strict_names=True)
    said = "\"class-sizes\" must be true or false, not 'perhaps'"
    assert capsys.readouterr().err == f"mypy.ini: [conformable]: {said}\n"


@pytest.mark.parametrize(
    ("disable", "enable", "reported"),
    [
        (set(), set(), {"shape", "shape-op", "shape-rank"}),
        ({"shape-op"}, set(), {"shape", "shape-rank"}),
        ({"shape"}, set(), set()),
        ({"shape"}, {"shape-op"}, {"shape-op"}),
    ],
)
def test_which_codes_are_reported(disable: set[str], enable: set[str], reported: set[str]) -> None:
    chosen = Options(disable=frozenset(disable), enable=frozenset(enable))
    assert {code for code in ("shape", "shape-op", "shape-rank") if chosen.reports(code)} == reported


def test_mypy_goes_on_after_a_wrong_option(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(module="x: int = ''\n")
    project.configure("[mypy.plugins.conformable]", "class-size = true")
    done = project.run("module.py")
    assert 'mypy.ini: [mypy.plugins.conformable]: unknown option "class-size"' in done.stderr
    assert done.stderr.count("\n") == 1
    assert "module.py:1: error:" in done.stdout


def test_a_changed_option_is_seen_with_a_warm_cache(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(module="from jaxtyping import Float\nx: Float[int, 'a, b']\n")
    assert len(project.check()) == 1
    project.configure("[mypy.plugins.conformable]", "disable = shape")
    assert project.check() == []
