"""With `class-sizes = true` and `@checked(class_sizes=True)`, a bare name is the size of the object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conformable import ShapeError
from plugin_harness.project import CONFORMABLE, Project

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        shape: tuple[int, ...]

    def zeros(*size: int) -> Tensor: ...
"""

HEADER = """
from dataclasses import dataclass, field
from typing import NamedTuple

import attrs
from conformable import checked
from jaxtyping import Float
from torch import Tensor, zeros

"""

METHODS = """
    def kept(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return zeros(x.shape[0], self.d)

    def other(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return zeros(x.shape[0], self.e)  # refused

    def result(self, x: Float[Tensor, "b n"]) -> Float[Tensor, "b d"]:
        return x  # refused

    def weight(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "d 3"]:
        return self.w


def right_making() -> None:
    made = Made(4, 5, zeros(4, 3))
    made.kept(zeros(2, 4))
    made.weight(zeros(2, 4))


def wrong_making() -> None:
    Made(4, 5, zeros(5, 3))  # refused


def wrong_call() -> None:
    Made(4, 5, zeros(4, 3)).kept(zeros(2, 5))  # refused


def wrong_body() -> None:
    Made(4, 5, zeros(4, 3)).other(zeros(2, 4))


def wrong_result() -> None:
    Made(4, 5, zeros(4, 3)).result(zeros(2, 7))
"""

FIELDS = """
    d: int
    e: int
    w: Float[Tensor, "d 3"]
"""

#: While an object is made, its class has the defaults in the place of what it is given.
WITH_DEFAULTS = """
    d: int = 1
    e: int = 2
    w: Float[Tensor, "d 3"] = field(default_factory=lambda: zeros(1, 3))
"""

WRITTEN = """
    def __init__(self, d: int, e: int, w: Float[Tensor, "d 3"]) -> None:
        self.d = d
        self.e = e
        self.w = w
"""

PROGRAMS = {
    "dataclass": f"@dataclass\nclass Made:{FIELDS}",
    "defaults": f"@dataclass\nclass Made:{WITH_DEFAULTS}",
    "frozen": f"@dataclass(frozen=True)\nclass Made:{FIELDS}",
    "named_tuple": f"class Made(NamedTuple):{FIELDS}",
    "define": f"@attrs.define\nclass Made:{FIELDS}",
    "attrs_frozen": f"@attrs.frozen\nclass Made:{FIELDS}",
    "written": f"class Made:{WRITTEN}",
}


def source(name: str) -> str:
    """Write a program."""
    return f"{HEADER}@checked(class_sizes=True)\n{PROGRAMS[name]}{METHODS}"


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """The lines that the static half refuses, by program."""
    project = Project(tmp_path_factory.mktemp("class_sizes"), CONFORMABLE)
    project.configure("[mypy.plugins.conformable]", "class-sizes = true")
    project.write(torch=TORCH, **{name: source(name) for name in PROGRAMS})
    lines: dict[str, set[int]] = {name: set() for name in PROGRAMS}
    for message in project.check():
        path, line, severity, _ = message.split(":", 3)
        if severity == " error" and path != "torch.py":
            lines[path.removesuffix(".py")].add(int(line))
    return lines


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_static_half_refuses_what_is_wrong_and_nothing_else(
    name: str, refused: dict[str, set[int]]
) -> None:
    text = source(name).lstrip("\n").splitlines()
    assert refused[name] == {number for number, line in enumerate(text, 1) if "# refused" in line}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_run_time_half_refuses_the_same(name: str, tmp_path: Path) -> None:
    module = ModuleType(name)
    module.__file__ = str(tmp_path / f"{name}.py")
    exec(compile(source(name), module.__file__, "exec", dont_inherit=True), module.__dict__)
    functions: dict[str, Callable[[], Any]] = {
        key: value for key, value in vars(module).items() if key.startswith(("right_", "wrong_"))
    }
    assert len(functions) == 5
    for key, function in functions.items():
        if key.startswith("right_"):
            function()
        else:
            with pytest.raises(ShapeError):
                function()
