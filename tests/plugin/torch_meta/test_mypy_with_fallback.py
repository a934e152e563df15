"""The fall-back inside mypy: who imports torch and when, and what users read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin_harness.project import CONFORMABLE, Project

#: As much of torch as mypy has to know here: it reads the real torch for half a minute.
TORCH = {
    "__init__": """
        class Tensor: ...
        def zeros(*size: int) -> Tensor: ...
        def ormqr(input: Tensor, tau: Tensor, other: Tensor) -> Tensor: ...
        def masked_select(input: Tensor, mask: Tensor) -> Tensor: ...
        def norm_except_dim(v: Tensor, pow: int = ..., dim: int = ...) -> Tensor: ...
    """
}

MODULE = """
    import torch
    from jaxtyping import Float
    from torch import Tensor

    def f(x: Float[Tensor, "b 7 7"], tau: Float[Tensor, "b 7"], y: Float[Tensor, "b 7 n"]) -> None:
        reveal_type(torch.ormqr(x, tau, y))
        torch.ormqr(x, tau, torch.zeros(5, 6, 4))
"""

SAID = [
    'module.py:6: note: Revealed type is "torch.Tensor"',
    "module.py:6: note: Revealed shape is \"Shaped[Tensor, 'b 7 n']\"",
]

#: Writes down which process imports torch or starts another.
SPYING = """
    import sys

    def spy(event, arguments):
        if event == "subprocess.Popen" or (event == "import" and arguments[0] == "torch"):
            with open({log!r}, "a") as stream:
                stream.write(event + "\\n")

    sys.addaudithook(spy)
"""


#: Lets torch look as if it were not installed.
HIDING = """
import importlib.metadata

def missing(name):
    raise importlib.metadata.PackageNotFoundError(name)

importlib.metadata.version = missing
"""


@pytest.fixture
def project(new_project: Callable[..., Project], tmp_path: Path) -> Project:
    # An empty part would stand for the current folder.
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    project = new_project(CONFORMABLE, PYTHONPATH=path)
    project.write(module=MODULE)
    stubs = project.folder / "torch-light" / "torch"
    stubs.mkdir(parents=True)
    Project(stubs, "").write(**TORCH)
    (stubs / "__init__.py").rename(stubs / "__init__.pyi")
    Project(tmp_path, "").write(sitecustomize=SPYING.format(log=str(tmp_path / "log")))
    project.configure("mypy_path = torch-light")
    return project


def events(tmp_path: Path) -> list[str]:
    """Return what has happened since it was asked last."""
    log = tmp_path / "log"
    seen = log.read_text(encoding="utf-8").split() if log.exists() else []
    log.write_text("", encoding="utf-8")
    return seen


def test_torch_is_imported_once_by_another_process_and_never_again(project: Project, tmp_path: Path) -> None:
    cold = project.check()
    assert set(SAID) <= set(cold)
    assert any("error: ormqr: PyTorch says: " in line for line in cold)
    assert sorted(set(events(tmp_path))) == ["import", "subprocess.Popen"]
    assert project.check() == cold
    assert events(tmp_path) == []
    project.write(module=f"{MODULE}\n    # edited: mypy checks it anew\n")
    assert project.check() == cold
    assert events(tmp_path) == []


def test_the_option_turns_it_off(project: Project, tmp_path: Path) -> None:
    project.configure("mypy_path = torch-light", "[mypy.plugins.conformable]", "torch-fallback = false")
    assert not any("PyTorch says" in line or "b 7 n" in line for line in project.check())
    assert events(tmp_path) == []


def test_without_torch_nothing_is_asked(project: Project, tmp_path: Path) -> None:
    with (tmp_path / "sitecustomize.py").open("a", encoding="utf-8") as stream:
        stream.write(HIDING)
    assert not any("PyTorch says" in line or "b 7 n" in line for line in project.check())
    assert events(tmp_path) == []


def test_files_of_the_user_are_not_taken_for_what_torch_imports(project: Project) -> None:
    for name in ("sympy", "mpmath", "filelock"):
        (project.folder / f"{name}.py").write_text("raise SystemExit('this was run')\n", encoding="utf-8")
    assert (
        "module.py:6: note: Revealed shape is \"Shaped[Tensor, 'b 7 n']\"" in project.run("module.py").stdout
    )


def test_without_a_cache_folder_nothing_is_written(project: Project) -> None:
    before = sorted(project.folder.rglob("*"))
    done = project.run("--cache-dir", os.devnull, "module.py")
    assert "PyTorch says" in done.stdout
    assert sorted(project.folder.rglob("*")) == before
