"""What mypy takes the call of a module for: torch's `Any`, or by choice the signature of `forward`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugin_harness.project import CONFORMABLE, Project

#: As much of torch as there has to be, under the names that it has in torch.
MODULE = """
from typing import Any, Callable
class Module:
    __call__: Callable[..., Any]
    forward: Callable[..., Any]
class Linear(Module):
    def __init__(self, n: int, m: int) -> None: ...
"""

MODEL = """
    from torch import nn

    class Model(nn.Module):
        def forward(self, x: int, scale: float = 1.0) -> str:
            return str(x * scale)

    class Silent(nn.Module):
        pass

    class Own(nn.Module):
        def __call__(self, x: str) -> int:
            return len(x)

    reveal_type(Model()(3))
    Model()("three")
    reveal_type(Silent()(3))
    reveal_type(Own()("x"))
"""


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project(CONFORMABLE)
    project.write(model=MODEL)
    write_stub(project.folder / "light", "torch/__init__.pyi", "from torch import nn as nn\n")
    write_stub(
        project.folder / "light",
        "torch/nn/__init__.pyi",
        "from torch.nn.modules.module import Module, Linear\n",
    )
    write_stub(project.folder / "light", "torch/nn/modules/__init__.pyi", "")
    write_stub(project.folder / "light", "torch/nn/modules/module.pyi", MODULE)
    return project


def write_stub(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        text.replace("import Module, Linear", "import Linear as Linear, Module as Module")
    )


def said(project: Project, *options: str) -> list[str]:
    project.configure("mypy_path = light", *options)
    return [
        line.removeprefix("model.py:")
        for line in project.run("--no-error-summary", "model.py").stdout.splitlines()
    ]


def test_by_itself_a_call_is_what_torch_says(project: Project) -> None:
    plain = [
        '14: note: Revealed type is "Any"',
        '16: note: Revealed type is "Any"',
        '17: note: Revealed type is "int"',
    ]
    assert said(project) == plain


WRONG = 'Argument 1 to "forward" of "Model" has incompatible type "str"; expected "int"'


def test_typed_calls_have_the_signature_of_forward(project: Project) -> None:
    assert said(project, "[mypy.plugins.conformable]", "module-calls = typed") == [
        '14: note: Revealed type is "str"',
        f"15: error: {WRONG}  [arg-type]",
        '16: note: Revealed type is "Any"',
        '17: note: Revealed type is "int"',
    ]
