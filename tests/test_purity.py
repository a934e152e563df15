"""The borders between the parts: who may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path("runtime/conformable/core")
PLUGIN = Path("plugin/conformable_mypy")

HEAVY = ("torch", "numpy", "jaxtyping", "beartype", "mypy", "einops")

# The documented plugin API and what its examples import:
# https://mypy.readthedocs.io/en/stable/extending_mypy.html
MYPY_API = ("mypy.plugin", "mypy.types", "mypy.nodes", "mypy.patterns", "mypy.errorcodes", "mypy.options")


def imported_by(source: str) -> Iterator[str]:
    """Yield the full name of each module that the source imports, wherever it does so."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield from (f"{module}.{name.name}" for name in names)
            case _:
                pass


def modules_in(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.py"))
    assert found, f"{folder} holds no modules"
    return found


def loaded_after(statement: str, path: list[Path]) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    environment = {"PYTHONPATH": ":".join(map(str, path))}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_core_imports_the_standard_library_and_itself(root: Path) -> None:
    foreign = [
        f"{path.relative_to(root)}: {name}"
        for path in modules_in(root / CORE)
        for name in imported_by(path.read_text(encoding="utf-8"))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("conformable.core")
    ]
    assert foreign == []


def test_importing_core_loads_nothing_heavy(root: Path) -> None:
    names = [
        ".".join(path.relative_to(root / "runtime").with_suffix("").parts).removesuffix(".__init__")
        for path in modules_in(root / CORE)
    ]
    loaded = loaded_after(f"import {', '.join(names)}", [root / "runtime"])
    assert set(names) <= loaded
    assert loaded.isdisjoint(HEAVY)


def test_importing_the_package_loads_nothing_heavy(root: Path) -> None:
    loaded = loaded_after("import conformable", [root / "runtime"])
    assert "conformable" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_check_of_what_is_loaded_can_fail(tmp_path: Path) -> None:
    impure = tmp_path / "impure.py"
    impure.write_text("def load():\n    import numpy\nload()\n", encoding="utf-8")
    assert not loaded_after("import impure", [tmp_path]).isdisjoint(HEAVY)


def test_only_the_plugin_imports_mypy(root: Path) -> None:
    importing = [
        f"{path.relative_to(root)}: {name}"
        for path in modules_in(root / "runtime")
        for name in imported_by(path.read_text(encoding="utf-8"))
        if name.split(".")[0] in ("mypy", "mypy_extensions", "conformable_mypy")
    ]
    assert importing == []


def test_what_is_not_plugin_api_goes_through_two_modules(root: Path) -> None:
    private = [
        f"{path.relative_to(root)}: {name}"
        for path in modules_in(root / PLUGIN)
        if path.name not in {"mypy_api.py", "mypy_daemon_api.py"}
        for name in imported_by(path.read_text(encoding="utf-8"))
        if name.split(".")[0] == "mypy" and not is_plugin_api(name)
    ]
    assert private == []


def is_plugin_api(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in MYPY_API)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import mypy.checker as c", ["mypy.checker"]),
        ("from mypy import checker, nodes", ["mypy.checker", "mypy.nodes"]),
        ("def f():\n    from mypy.nodes import Node", ["mypy.nodes.Node"]),
        ("from . import shapes", []),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, names: list[str]) -> None:
    assert list(imported_by(textwrap.dedent(source))) == names


def test_the_checker_of_mypy_is_not_plugin_api() -> None:
    assert is_plugin_api("mypy.nodes.Node")
    assert not is_plugin_api("mypy.checker.TypeChecker")
    assert not is_plugin_api("mypy.nodesque")
