"""What a module calls by a name of its own is known in other modules, in every way of running mypy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.project import CONFORMABLE, Project

DAEMON = ("--status-file", "status.json")

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        def __add__(self, other: "Tensor") -> "Tensor": ...
"""

NN = """
    from torch import Tensor

    class Module:
        def __call__(self, *args: Tensor) -> Tensor: ...

    class Linear(Module):
        def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None: ...
"""

COMMON = """
    from functools import partial
    from torch import nn

    Dense = nn.Linear
    Narrow = partial(nn.Linear, out_features=3)
    Either = nn.Linear

    def choose() -> None:
        global Either
        Either = partial(nn.Linear, out_features=3)
"""

MAIN = """
    from typing import reveal_type
    from jaxtyping import Float
    from torch import Tensor
    from common import Dense, Either, Narrow

    def use(x: Float[Tensor, "a 5"]) -> None:
        reveal_type(Dense(5, 4)(x))
        reveal_type(Narrow(5)(x))
        reveal_type(Either(5, 4)(x))
"""

REVEALED = ["Shaped[Tensor, 'a 4']", "Shaped[Tensor, 'a 3']", "Shaped[Tensor, '...']"]

#: Another number of features, and an alias that is no longer the only one.
EDITED = (
    COMMON.replace("out_features=3)\n    Either", "out_features=2)\n    Either") + "    Dense = nn.Linear\n"
)

AFTER = ["Shaped[Tensor, '...']", "Shaped[Tensor, 'a 2']", "Shaped[Tensor, '...']"]


def shapes(output: str) -> list[str]:
    marker = 'note: Revealed shape is "'
    lines = (line for line in output.splitlines() if line.startswith("main.py") and marker in line)
    return [line.split(marker)[1].rstrip('"') for line in lines]


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project(CONFORMABLE)
    (made.folder / "torch" / "nn").mkdir(parents=True)
    made.write(**{"torch/__init__": TORCH, "torch/nn/__init__": NN}, common=COMMON, main=MAIN)
    return made


@pytest.mark.parametrize("flags", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_aliases_are_known_cold_and_warm(project: Project, flags: tuple[str, ...]) -> None:
    assert shapes(project.run(*flags, ".").stdout) == REVEALED
    project.write(main=f"{MAIN}\n    # edited\n")
    assert shapes(project.run(*flags, ".").stdout) == REVEALED
    project.write(common=EDITED)
    assert shapes(project.run(*flags, ".").stdout) == AFTER


def test_the_daemon_sees_that_an_alias_is_given_something_else(project: Project) -> None:
    arguments = (*DAEMON, "run", "--timeout", "60", "--", ".")
    try:
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == REVEALED
        project.write(common=EDITED)
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == AFTER
        project.write(common=COMMON)
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == REVEALED
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
