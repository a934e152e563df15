"""The import hook and pytest's option check packages whose source has no decorator."""

from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import jaxtyping
import pytest
import torch
from beartype.claw import beartype_package

from conformable import ShapeError, config, install_import_hook

zeros = torch.zeros

SOURCE = '''\
"""A package without a decorator in it."""
from __future__ import annotations
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, no_type_check, overload
import torch
from jaxtyping import Float
from torch import Tensor, nn
from conformable import unchecked
if TYPE_CHECKING:
    from fractions import Fraction

def linear(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "n k"]:
    return x @ w.mT

def hidden(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], v: Float[Tensor, "d m"]) -> Tensor:
    h: Float[Tensor, "n hidden"] = x @ w
    g: Float[Tensor, "n hidden"] = x @ v
    return h + g

def without_annotations(n):
    count: int = n
    row: Float[Tensor, "3"] | None = torch.zeros(n)
    later: Fraction = n
    not_a_hint: 3 = n
    rows: list[Float[Tensor, "k"]] = [row, torch.zeros(n)]
    return rows

def nested(x: Float[Tensor, "n"]):
    Row = Float[Tensor, "n"]
    def inner(y: Row) -> Row:
        z: Row = y[:2]
        return y
    return inner

class Model(nn.Module):
    count: int = "not checked: it is no assignment of a function"
    def __init__(self, n: int, m: int) -> None:
        super().__init__()
        self.weight: Float[Tensor, "out n_in"] = nn.Parameter(torch.zeros(3, n))
        self.__bias: Float[Tensor, "out"] = torch.zeros(m)
    def forward(self, x: Float[Tensor, "b n_in"]) -> Float[Tensor, "b out"]:
        y: Float[Tensor, "b out"] = x @ self.weight.mT
        return y + self.__bias

@dataclass
class Batch:
    x: Float[Tensor, "n"]
    y: Float[Tensor, "n"]

@no_type_check
def ntc(x: Float[Tensor, "n"]):
    y: Float[Tensor, "n n"] = x
    return y

@unchecked
def off(x: Float[Tensor, "n"]):
    return x

@functools.lru_cache
def cached(x: int) -> int:
    return x

async def later(x: Float[Tensor, "n"]) -> Tensor:
    y: Float[Tensor, "n n"] = x
    return y
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a package that can be imported."""
    name = f"hooked_{tmp_path.name.replace('-', '_')}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / name / "model.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    yield name
    sys.meta_path[:] = finders
    for module in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[module]


@pytest.fixture
def model(package: str) -> ModuleType:
    with install_import_hook(package):
        return importlib.import_module(f"{package}.model")


def refused(message: str, function: Callable[..., Any], *arguments: Any) -> None:
    with pytest.raises(TypeError) as caught:
        function(*arguments)
    assert str(caught.value).split("\n")[0] == message


def test_functions_and_classes_are_checked(model: ModuleType) -> None:
    assert model.linear(zeros(2, 3), zeros(4, 3)).shape == (2, 4)
    refused(
        'Argument "w" to "linear" has shape (3, 4); expected Float[Tensor, "k d"]: '
        'axis 1 is 4, not d=3 (bound by argument "x")',
        *(model.linear, zeros(2, 3), zeros(3, 4)),
    )
    with pytest.raises(ShapeError, match=r'Argument "y" to "Batch.__init__"'):
        model.Batch(zeros(2), zeros(3))
    with pytest.raises(TypeError, match="violates type hint"):
        model.cached("text")
    assert (
        model.linear.__code__.co_filename != model.linear.__wrapped__.__code__.co_filename == model.__file__
    )


def test_annotated_assignments_share_the_names_of_the_call(model: ModuleType) -> None:
    assert model.hidden(zeros(2, 3), zeros(3, 4), zeros(3, 4)).shape == (2, 4)
    with pytest.raises(ShapeError) as caught:
        model.hidden(zeros(2, 3), zeros(3, 4), zeros(3, 5))
    assert str(caught.value).splitlines() == [
        (
            'Value assigned to "g" in "hidden" has shape (2, 5); expected Float[Tensor, "n hidden"]: '
            'axis 1 is 5, not hidden=4 (bound by "h")'
        ),
        '    n=2 (bound by argument "x")',
        '    d=3 (bound by argument "x")',
        '    k=4 (bound by argument "w")',
        '    m=5 (bound by argument "v")',
        '    hidden=4 (bound by "h")',
    ]
    lines = [entry.lineno for entry in caught.traceback if str(entry.path) == model.__file__]
    assert lines == [SOURCE[: SOURCE.index("    g: Float")].count("\n")]


def test_annotated_assignments_to_attributes(model: ModuleType) -> None:
    assert model.Model(5, 3)(zeros(2, 5)).shape == (2, 3)
    refused(
        'Value assigned to "self.__bias" in "Model.__init__" has shape (4,); expected Float[Tensor, "out"]: '
        'axis 0 is 4, not out=3 (bound by "self.weight")',
        *(model.Model, 5, 4),
    )
    with pytest.raises(ShapeError, match=r'Argument "x" to "Model.forward" has 1 axis, \(5,\)'):
        model.Model(5, 3)(zeros(5))


def test_functions_without_annotated_parameters(model: ModuleType) -> None:
    assert len(model.without_annotations(3)) == 2
    refused(
        'Value assigned to "count" in "without_annotations" is a str; expected int',
        *(model.without_annotations, "3"),
    )
    refused(
        'Value assigned to "row" in "without_annotations" has shape (4,); expected Float[Tensor, "3"]: '
        "axis 0 is 4, not 3",
        *(model.without_annotations, 4),
    )


def test_functions_inside_functions(model: ModuleType) -> None:
    assert model.nested(zeros(3))(zeros(2)).shape == (2,)
    refused(
        'Value assigned to "z" in "inner" has shape (2,); expected Float[Tensor, "n"]: '
        'axis 0 is 2, not n=3 (bound by argument "y")',
        *(model.nested(zeros(3)), zeros(3)),
    )


def test_what_is_left_out(model: ModuleType) -> None:
    assert model.ntc(zeros(2)).shape == (2,)
    assert model.off("text") == "text"


def test_coroutines(model: ModuleType) -> None:
    with pytest.raises(ShapeError, match='Value assigned to "y" in "later" has 1 axis'):
        model.later(zeros(2)).send(None)


def test_under_the_compiler(model: ModuleType) -> None:
    """Arguments and results are checked as always; assignments are not, as torch.compile cannot trace it."""
    compiled: Callable[..., Any] = torch.compile(model.hidden, fullgraph=True, backend="eager")
    assert compiled(zeros(2, 3), zeros(3, 4), zeros(3, 4)).shape == (2, 4)
    assert compiled(zeros(2, 3), zeros(3, 4), zeros(3, 1)).shape == (2, 4)


def test_switched_off(model: ModuleType) -> None:
    config.disable()
    try:
        assert model.hidden(zeros(2, 3), zeros(3, 4), zeros(3, 1)).shape == (2, 4)
    finally:
        config.enable()


def test_switched_off_before(package: str) -> None:
    config.disable()
    try:
        install_import_hook(package)
        model = importlib.import_module(f"{package}.model")
    finally:
        config.enable()
    assert not hasattr(model.linear, "__wrapped__")


def test_nothing_is_written(package: str, model: ModuleType) -> None:
    assert not list(Path(model.__file__ or "").parent.rglob("model*.pyc"))


def test_the_hook_of_jaxtyping_before_ours(package: str) -> None:
    with (
        jaxtyping.install_import_hook(package, "beartype.beartype"),
        pytest.raises(RuntimeError) as caught,
    ):
        install_import_hook(f"{package}.model")
    assert str(caught.value) == (
        f'"{package}.model" is checked by the import hook of jaxtyping already; '
        "only one of two hooks can load a module: remove the other one, conformable checks what it does"
    )


def test_the_hook_of_beartype_before_and_after_ours(package: str) -> None:
    with install_import_hook(package):
        beartype_package(package)
        with pytest.raises(RuntimeError, match="import hook of beartype already"):
            importlib.import_module(f"{package}.model")
    with pytest.raises(RuntimeError, match="import hook of beartype already"):
        install_import_hook(package)


def test_a_module_that_is_imported_already(package: str) -> None:
    importlib.import_module(package)
    with pytest.warns(UserWarning, match=f'"{package}" is imported already and is not checked'):
        install_import_hook(package)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        install_import_hook([])


LIGHT = """
from jaxtyping import Float
from numpy import ndarray

def linear(x: Float[ndarray, "n d"], w: Float[ndarray, "k d"]) -> Float[ndarray, "n k"]:
    return x @ w.T
"""

TESTS = """
from numpy import zeros
from {package}.light import linear

def test_linear():
    linear(zeros((2, 3)), zeros((4, 3)))

def test_wrong():
    linear(zeros((2, 3)), zeros((3, 4)))
"""


def run_pytest(package: str, folder: Path, *options: str) -> str:
    (folder / package / "light.py").write_text(LIGHT, encoding="utf-8")
    (folder / "test_it.py").write_text(TESTS.format(package=package), encoding="utf-8")
    is_installed = bool(entry_points(group="pytest11", name="conformable"))
    plugin = [] if is_installed else ["-p", "conformable.checking.pytest_plugin"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *plugin,
        "-p",
        "no:cacheprovider",
        "-q",
        *options,
        "test_it.py",
    ]
    environment = {"PYTHONPATH": f"{folder}:{Path(__file__).parents[2] / 'runtime'}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_option_of_pytest(package: str, tmp_path: Path) -> None:
    output = run_pytest(package, tmp_path, f"--conformable={package}")
    assert 'ShapeError: Argument "w" to "linear" has shape (3, 4)' in output
    assert "1 failed, 1 passed" in output


def test_the_option_of_pytest_beside_that_of_jaxtyping(package: str, tmp_path: Path) -> None:
    jaxtypings = f"--jaxtyping-packages={package},beartype.beartype"
    output = run_pytest(package, tmp_path, f"--conformable={package}", jaxtypings)
    assert "ERROR" in output
    assert "is checked by the import hook of jaxtyping already" in output
