"""The project's mypy configuration is read as mypy reads it, and means the same with the plugin added."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy.config_parser import parse_config_file
from mypy.options import Options

from conformable.commands.mypy_settings import find_settings
from conformable_mypy.config import read_configuration

PYPROJECT = """\
[tool.mypy]
strict_optional = false
plugins = ["pydantic.mypy", "./own.py:start"]
mypy_path = "$MYPY_CONFIG_FILE_DIR/src"
exclude = ["^build/", "^docs/"]
enable_error_code = ["truthy-bool", "redundant-expr"]

[[tool.mypy.overrides]]
module = ["first.*", "second"]
ignore_missing_imports = true

[[tool.mypy.overrides]]
module = "first.*"
ignore_errors = true

[tool.conformable]
class-sizes = true
"""

INI = """\
[mypy]
strict_optional = False
plugins = pydantic.mypy

[mypy-first.*]
ignore_missing_imports = True

[mypy.plugins.conformable]
class-sizes = true

[unrelated]
x = 1
"""


def options_of(path: Path) -> Options:
    """Let mypy itself read a configuration."""
    options = Options()
    parse_config_file(options, lambda: None, str(path))
    return options


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def generated(project: Path) -> Path:
    path = project / "generated.ini"
    path.write_text(find_settings(project).with_plugin(), encoding="utf-8")
    return path


def test_without_a_configuration_the_plugin_is_all_there_is(project: Path) -> None:
    settings = find_settings(project)
    assert settings.path is None
    assert settings.with_plugin().split() == ["[mypy]", "plugins", "=", "conformable_mypy"]


@pytest.mark.parametrize(
    ("name", "text"), [("pyproject.toml", PYPROJECT), ("mypy.ini", INI), ("setup.cfg", INI)]
)
def test_mypy_reads_the_same_options_from_the_copy(name: str, text: str, project: Path) -> None:
    (project / name).write_text(text, encoding="utf-8")
    before, after = options_of(project / name), options_of(generated(project))
    assert after.strict_optional is before.strict_optional is False
    assert after.enable_error_code == before.enable_error_code
    assert after.mypy_path == before.mypy_path
    assert after.per_module_options == before.per_module_options
    assert before.per_module_options
    assert after.plugins[0] == "conformable_mypy"
    assert "pydantic.mypy" in after.plugins


def test_what_the_configuration_excludes_stays_excluded(project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    assert options_of(generated(project)).exclude == ["(?:^build/)|(?:^docs/)"]


def test_a_plugin_given_by_its_file_is_found_from_the_copy(project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    assert f"{project / 'own.py'}:start" in options_of(generated(project)).plugins


@pytest.mark.parametrize(("name", "text"), [("pyproject.toml", PYPROJECT), ("mypy.ini", INI)])
def test_the_plugin_reads_its_options_in_the_original(name: str, text: str, project: Path) -> None:
    (project / name).write_text(text, encoding="utf-8")
    copy = generated(project)
    assert "unrelated" not in copy.read_text(encoding="utf-8")
    assert read_configuration(str(copy)) == read_configuration(str(project / name))
    assert read_configuration(str(copy)).defaults.class_sizes


def test_a_configuration_that_names_the_plugin_is_recognised(project: Path) -> None:
    (project / "mypy.ini").write_text("[mypy]\nplugins = a, conformable_mypy\n", encoding="utf-8")
    assert find_settings(project).names_plugin


def test_mypy_ini_comes_before_pyproject(project: Path) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (project / "mypy.ini").write_text(INI, encoding="utf-8")
    assert find_settings(project).path == project / "mypy.ini"


def test_the_search_goes_up_to_the_root_of_the_repository(project: Path) -> None:
    (project / "mypy.ini").write_text(INI, encoding="utf-8")
    inner = project / "a" / "b"
    inner.mkdir(parents=True)
    assert find_settings(inner).path == project / "mypy.ini"
    (inner / ".git").mkdir()
    assert find_settings(inner).path is None


@pytest.mark.parametrize(("name", "text"), [("pyproject.toml", "[tool"), ("mypy.ini", "[mypy\n")])
def test_a_broken_configuration_is_one_clear_line(name: str, text: str, project: Path) -> None:
    (project / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=name) as raised:
        find_settings(project)
    assert "\n" not in str(raised.value)
