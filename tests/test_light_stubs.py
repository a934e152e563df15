"""Without torch: light stubs give the same reports, in a fraction of the time, and shadow no package."""

from __future__ import annotations

import ast
import os
import resource
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import jaxtyping
import pytest

from conformable.commands.light_stubs import stub_folders
from golden_harness.expectations import GOLDEN

EXAMPLES_FOLDER = Path(__file__).parent.parent / "examples"

PACKAGES = ("einops", "jax_numpy_torch", "numpy", "torch")

#: All but the one with a bug, whose report would end the command with another status.
EXAMPLES = tuple(sorted({path.name for path in EXAMPLES_FOLDER.glob("*.py")} - {"planted_bug.py"}))

#: How often the examples are checked with torch and without, to compare the time.
ROUNDS = 3

#: Lines about the golden files that differ without the packages: mypy's view of types of NumPy and of
#: `item()`, and what only PyTorch knows.
DIFFERENT = (
    'pass/alternatives.py:92: error: Unused "type: ignore" comment',
    "fail/torch_itself.py:",
    "reveal/torch_itself.py:",
    "reveal/numpy_matmul.py:15: note: Revealed type is",
    "reveal/numpy_matmul.py:18: note: Revealed type is",
)


def test_the_stubs_are_those_that_the_script_writes(root: Path) -> None:
    command = [sys.executable, "stubs/generate.py", "--check"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_stub_can_be_parsed(root: Path) -> None:
    files = list((root / "stubs").rglob("*.pyi"))
    assert {path.relative_to(root / "stubs").parts[0] for path in files} == {
        f"without_{each}" for each in PACKAGES
    }
    for path in files:
        ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_an_installed_package_gets_no_stubs() -> None:
    assert stub_folders(None) == []
    assert stub_folders(sys.executable) == []


def test_stubs_of_the_users_own_come_first(root: Path, tmp_path: Path, bare: Path) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "numpy-stubs").mkdir()
    assert stub_folders(str(bare), [tmp_path]) == [root / "stubs" / "without_einops"]


def test_jaxtyping_is_read_light_only_where_nothing_is_that_it_annotates(
    root: Path, tmp_path: Path, bare: Path
) -> None:
    light = root / "stubs" / "without_jax_numpy_torch"
    assert light in stub_folders(str(bare))
    (tmp_path / "jax").mkdir()
    assert light not in stub_folders(str(bare), [tmp_path])


def test_the_light_stub_exports_what_jaxtyping_exports(root: Path) -> None:
    stub = root / "stubs" / "without_jax_numpy_torch" / "jaxtyping" / "__init__.pyi"
    exported = {
        name.asname or name.name
        for statement in ast.parse(stub.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.ImportFrom)
        for name in statement.names
    }
    assert {name for name in vars(jaxtyping) if isinstance(vars(jaxtyping)[name], type)} <= exported


def test_an_interpreter_that_cannot_be_run_gets_no_stubs() -> None:
    assert stub_folders("/no/such/python") == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in an environment of its own, without any package."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, symlinks=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def without_torch(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in an environment with mypy and what Conformable needs, made once."""
    folder = tmp_path_factory.mktemp("without")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "-c", "constraints.txt"]
    command = [*pip, f"{root}[mypy]", "attrs"]  # golden files have classes of attrs
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


def environment() -> Mapping[str, str]:
    """Return this process's environment without the paths of this checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.mark.long
def test_the_golden_files_get_the_same_reports(without_torch: Path, tmp_path: Path, root: Path) -> None:
    told: list[set[str]] = []
    for python, cache in ((Path(sys.executable), root / ".cache" / "golden"), (without_torch, tmp_path)):
        command = [
            str(python),
            "-m",
            "conformable",
            "check",
            "--config-file",
            "mypy.ini",
            "--no-error-summary",
        ]
        done = subprocess.run(
            [*command, "--cache-dir", str(cache), "."],
            cwd=GOLDEN,
            env=environment() if python == without_torch else None,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        told.append({line for line in done.stdout.splitlines() if is_compared(line)})
    assert told[0] == told[1]
    assert any("[shape-matmul]" in line for line in told[0])


def is_compared(line: str) -> bool:
    missing = 'module named "pytest"' in line or "missing-imports" in line
    return not missing and not line.startswith(DIFFERENT)


@pytest.mark.long
def test_a_cold_run_takes_a_fraction_of_the_time(without_torch: Path, tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    (tmp_path / ".git").mkdir()
    pythons = (Path(sys.executable), without_torch)
    spent: dict[Path, list[float]] = {python: [] for python in pythons}
    # The least of some rounds, in which they take turns: other work on the machine only adds.
    for round_ in range(ROUNDS):
        for python in pythons:
            cache = tmp_path / f"{python.parts[-3]}_{round_}"
            before = processor_seconds()
            done = subprocess.run(
                [str(python), "-m", "conformable", "check", "--cache-dir", str(cache), *EXAMPLES],
                cwd=tmp_path / "examples",
                env=environment() if python == without_torch else None,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            spent[python].append(processor_seconds() - before)
    with_torch, without = (min(spent[python]) for python in pythons)
    print(f"processor seconds with torch and without: {spent}, {without / with_torch:.3f} of it")
    assert without < with_torch / 5


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
