"""`conformable init` changes the configuration in one place, and only where that is certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformable.commands.config_edits import CannotEditError, edited_ini, edited_toml
from conformable.commands.init import run
from conformable.commands.mypy_settings import find_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


TOML = {
    "": '[tool.mypy]\nplugins = ["conformable_mypy"]\n',
    '[project]\nname = "a"\n': '[project]\nname = "a"\n\n[tool.mypy]\nplugins = ["conformable_mypy"]\n',
    "[tool.mypy]  # mine\nstrict = true\n": (
        '[tool.mypy]  # mine\nplugins = ["conformable_mypy"]\nstrict = true\n'
    ),
    '[tool.mypy]\nplugins = ["a"]\n[tool.b]\nplugins = 1\n': (
        '[tool.mypy]\nplugins = ["conformable_mypy", "a"]\n[tool.b]\nplugins = 1\n'
    ),
    '[tool.mypy]\nplugins = [\n    "a",  # first\n]\n': (
        '[tool.mypy]\nplugins = [\n    "conformable_mypy", "a",  # first\n]\n'
    ),
    "[tool.mypy]\nplugins = 'a'\n": "[tool.mypy]\nplugins = 'conformable_mypy, a'\n",
}

INI = {
    "": "[mypy]\nplugins = conformable_mypy\n",
    "[mypy]\nstrict = True\n": "[mypy]\nplugins = conformable_mypy\nstrict = True\n",
    "[mypy]\nplugins = a\n[mypy-b.*]\n": "[mypy]\nplugins = conformable_mypy, a\n[mypy-b.*]\n",
    "[mypy]\nplugins: a,\n  b\n": "[mypy]\nplugins: conformable_mypy, a,\n  b\n",
    "[flake8]\n": "[flake8]\n\n[mypy]\nplugins = conformable_mypy\n",
}


@pytest.mark.parametrize(("old", "new"), TOML.items())
def test_a_pyproject_keeps_its_form(old: str, new: str) -> None:
    assert edited_toml(old) == new


@pytest.mark.parametrize(("old", "new"), INI.items())
def test_an_ini_file_keeps_its_form(old: str, new: str) -> None:
    assert edited_ini(old) == new


@pytest.mark.parametrize(
    "text",
    ["[tool]\nmypy.strict = true\n", 'tool.mypy = {plugins = ["a"]}\n', '[tool.mypy]\n"plugins" = []\n'],
)
def test_an_unusual_form_is_left_alone(text: str) -> None:
    with pytest.raises(CannotEditError):
        edited_toml(text)


@pytest.mark.parametrize(
    ("name", "text"), [("pyproject.toml", '[project]\nname = "a"\n'), ("mypy.ini", "[mypy]\nstrict = True\n")]
)
def test_the_change_is_made_once_and_shown(
    name: str, text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert any(line.startswith("+plugins = ") for line in shown.splitlines())
    assert f"{name}: written" in shown
    assert find_settings(folder).names_plugin
    assert run([]) == 0
    assert "already" in capsys.readouterr().out


def test_without_any_file_a_mypy_ini_is_made(folder: Path) -> None:
    assert run([]) == 0
    assert (folder / "mypy.ini").read_text(encoding="utf-8") == "[mypy]\nplugins = conformable_mypy\n"


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--dry-run"]) == 0
    assert "+plugins = conformable_mypy" in capsys.readouterr().out
    assert not (folder / "mypy.ini").exists()


def test_what_cannot_be_edited_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "tool.mypy = {strict = true}\n"
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    assert run([]) == 2
    assert "by hand" in capsys.readouterr().err
    assert (folder / "pyproject.toml").read_text(encoding="utf-8") == text


def test_what_is_not_installed_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("conformable.commands.init.stub_folders", lambda _: [folder / "without_torch"])
    assert run([]) == 0
    assert "Not installed here: torch. Try `conformable check FILES`" in capsys.readouterr().out
