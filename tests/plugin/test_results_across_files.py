"""What a function gives is known in other modules, in every way of running mypy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.project import CONFORMABLE, DAEMON, TORCH, Project

LAYERS = """
    from jaxtyping import Float
    from torch import Tensor

    class Hook:
        def __call__(self, x: Tensor) -> Tensor:
            return x

        def forward(self, x: Tensor) -> Tensor:
            return x

    class Root:
        def setup(self) -> None:
            self.ready = True

    class Swap(Hook):
        def forward(self, x: Tensor) -> Tensor:
            return x.T

    def both(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return y, x

    def either(x: Float[Tensor, "n"] | Float[Tensor, "n m"]) -> Float[Tensor, "n"] | Float[Tensor, "n m"]:
        return x + x

    def doubled(x: Float[Tensor, "... n"]) -> Float[Tensor, "... n"]:
        return x + x
"""

MAIN = """
    from typing import reveal_type
    from jaxtyping import Float
    from torch import Tensor
    from layers import Hook, Root, both, doubled, either

    class Model(Root):
        def __init__(self) -> None:
            self.hook = Hook()
            self.setup()

        def run(self, x: Float[Tensor, "a b"]) -> None:
            reveal_type(self.hook.forward(x))

    def declared(hook: Hook, x: Float[Tensor, "a b"]) -> None:
        reveal_type(hook.forward(x))

    def use(x: Float[Tensor, "a b"], y: Float[Tensor, "b c"]) -> None:
        reveal_type(Hook().forward(x))
        reveal_type(both(x, y))
        reveal_type(either(x))
        reveal_type(doubled(x))
"""

#: The second is that of an object which may be a `Swap`.
REVEALED = [
    "Float[Tensor, 'a b']",
    "Shaped[Tensor, '...']",
    "Float[Tensor, 'a b']",
    "tuple[Float[Tensor, 'b c'], Float[Tensor, 'a b']]",
    "Float[Tensor, 'a b']",
    "Float[Tensor, 'a b']",
]

#: `Hook.forward` and `both` give something else; their types stay what they were.
EDITED = LAYERS.replace("return y, x", "return x, y").replace(
    "def forward(self, x: Tensor) -> Tensor:\n            return x\n",
    "def forward(self, x: Tensor) -> Tensor:\n            return x.T  # edited\n",
    1,
)

AFTER = [
    "Shaped[Tensor, '...']",
    "Shaped[Tensor, '...']",
    "Shaped[Tensor, '...']",
    "tuple[Float[Tensor, 'a b'], Float[Tensor, 'b c']]",
    *REVEALED[4:],
]


def shapes(output: str) -> list[str]:
    marker = 'note: Revealed shape is "'
    lines = (line for line in output.splitlines() if line.startswith("main.py") and marker in line)
    return [line.split(marker)[1].rstrip('"') for line in lines]


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project(CONFORMABLE)
    made.write(torch=TORCH, layers=LAYERS, main=MAIN)
    return made


@pytest.mark.parametrize("flags", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_results_are_known_cold_and_warm(project: Project, flags: tuple[str, ...]) -> None:
    assert shapes(project.run(*flags, ".").stdout) == REVEALED
    project.write(main=f"{MAIN}\n    # edited\n")
    assert shapes(project.run(*flags, ".").stdout) == REVEALED
    project.write(layers=EDITED)
    assert shapes(project.run(*flags, ".").stdout) == AFTER


def test_the_daemon_sees_that_a_function_gives_something_else(project: Project) -> None:
    arguments = (*DAEMON, "run", "--timeout", "60", "--", ".")
    try:
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == REVEALED
        project.write(layers=EDITED)
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == AFTER
        project.write(layers=LAYERS)
        assert shapes(project.run(*arguments, program="mypy.dmypy").stdout) == REVEALED
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
