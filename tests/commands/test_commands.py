"""The command line: what it prints and which status it ends with."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from conformable import __version__
from conformable.commands import COMMANDS, main
from conformable.commands.check import run


def test_without_a_command_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert all(f"  {name} " in told.err for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_module_and_a_summary_in_the_help(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(importlib.import_module(f"conformable.commands.{name}").run)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert COMMANDS[name] in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"conformable {__version__}\n"


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["chekc"])
    assert raised.value.code == 2
    assert "chekc" in capsys.readouterr().err


class Process:
    """Stands in for mypy: remembers how it was called."""

    def __init__(self) -> None:
        self.command: list[str] = []
        self.environment: Mapping[str, str] = {}

    def __call__(
        self, command: list[str], *, env: Mapping[str, str], check: bool
    ) -> subprocess.CompletedProcess[str]:
        assert not check
        self.command = list(command)
        self.environment = env
        return subprocess.CompletedProcess(command, 1)


@pytest.fixture
def mypy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Process:
    process = Process()
    monkeypatch.setattr("conformable.commands.check.subprocess.run", process)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return process


def test_mypy_gets_the_arguments_and_its_status_is_returned(mypy: Process) -> None:
    assert run(["--strict", "a.py"]) == 1
    assert mypy.command[-2:] == ["--strict", "a.py"]


def test_the_generated_configuration_lies_in_the_cache_folder(mypy: Process, tmp_path: Path) -> None:
    run(["--cache-dir=elsewhere", "a.py"])
    assert mypy.command[mypy.command.index("--config-file") + 1] == str(Path("elsewhere/conformable.ini"))
    assert [path.name for path in tmp_path.iterdir() if path.name != ".git"] == ["elsewhere"]


def test_a_configuration_with_the_plugin_is_used_as_it_is(mypy: Process, tmp_path: Path) -> None:
    own = tmp_path / "own.ini"
    own.write_text("[mypy]\nplugins = conformable_mypy\n", encoding="utf-8")
    run(["--config-file", str(own), "a.py"])
    assert mypy.command.count("--config-file") == 1
    assert str(own) in mypy.command


def test_a_configuration_that_is_not_there_is_one_clear_line(
    mypy: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--config-file", "nowhere.ini"]) == 2
    error = capsys.readouterr().err
    assert error == "conformable check: nowhere.ini: No such file or directory\n"
    assert mypy.command == []


def test_without_mypy_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("conformable.commands.mypy_invocation.find_spec", lambda _: None)
    assert run(["a.py"]) == 2
    assert "pip install 'conformable[mypy]'" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_error(root: Path) -> None:
    command = f"{sys.executable} -u -m conformable explain | head -1"
    done = subprocess.run(
        command, shell=True, cwd=root, capture_output=True, text=True, check=False, executable="/bin/bash"
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
