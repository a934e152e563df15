"""What is built and installed: the content of the wheel, and the editable install that the suite runs in."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import entry_points, metadata, requires
from pathlib import Path

import pytest

import conformable
from conformable_mypy.codes import CODES


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_two_packages_and_the_stubs_as_data(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"conformable", "conformable_mypy", f"conformable-{conformable.__version__}.dist-info"}
    assert any(name.startswith("conformable/_stubs/") for name in wheel.namelist())


def test_the_wheel_holds_the_pages_of_the_error_codes(wheel: zipfile.ZipFile) -> None:
    pages = {name for name in wheel.namelist() if name.startswith("conformable/_docs/errors/")}
    assert pages == {f"conformable/_docs/errors/{code}.md" for code in CODES}


def test_the_wheel_shadows_no_other_package(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if "-stubs/" in name] == []


def test_the_wheel_holds_every_module(wheel: zipfile.ZipFile, root: Path) -> None:
    modules = {
        str(path.relative_to(root / part))
        for part in ("plugin", "runtime")
        for path in (root / part).rglob("*.py")
    }
    assert modules <= set(wheel.namelist())


def test_both_packages_are_marked_as_typed(wheel: zipfile.ZipFile) -> None:
    assert {"conformable/py.typed", "conformable_mypy/py.typed"} <= set(wheel.namelist())


def test_the_distribution_needs_two_packages_and_names_the_rest_as_extras() -> None:
    needed = requires("conformable") or []
    assert sorted(each.split(">")[0] for each in needed if "extra ==" not in each) == [
        "beartype",
        "jaxtyping",
    ]
    assert set(metadata("conformable").get_all("Provides-Extra") or []) == {
        *("annotate", "dev", "docs", "lsp", "mypy", "numpy", "torch"),
    }


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="conformable")
    assert callable(command.load())


def test_mypy_finds_the_plugin_in_an_editable_install(tmp_path: Path) -> None:
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = conformable_mypy\n", encoding="utf-8")
    (tmp_path / "program.py").write_text("x: int = ''\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    # mypy reports a plugin that it cannot load at the line that names it, and checks nothing.
    assert "mypy.ini" not in done.stdout + done.stderr
    assert "program.py:1: error: Incompatible types in assignment" in done.stdout
