"""The fields of a configuration from another file are held apart, in every way of running mypy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.project import CONFORMABLE, Project

DAEMON = ("--status-file", "status.json")

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        def __matmul__(self, other: "Tensor") -> "Tensor": ...

    def empty(*size: int) -> Tensor: ...
"""

CONFIGS = """
    from dataclasses import dataclass

    @dataclass
    class Config:
        d_model: int
        d_ff: int
        n_heads: int = -1

        def __post_init__(self) -> None:
            if self.n_heads == -1:
                self.n_heads = self.d_model // 8
            assert self.d_model > 1
"""

MAIN = """
    import torch
    from jaxtyping import Float
    from torch import Tensor
    from configs import Config

    class Model:
        def __init__(self, cfg: Config) -> None:
            self.up = torch.empty(cfg.d_model, cfg.d_ff)
            self.down = torch.empty(cfg.d_model, cfg.d_ff)

        def run(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.down
"""

REFUSED = ["inner sizes differ: cfg.d_ff (axis -1 of x @ self.up) and cfg.d_model (axis -2 of self.down)"]

#: The types of the class stay what they were; what it makes of its fields does not.
RELATED = CONFIGS.replace("self.d_model > 1", "self.d_model == self.d_ff")
DERIVED = CONFIGS.replace("assert self.d_model > 1", "self.d_ff = self.d_model")
HANDED_ON = CONFIGS.replace("assert self.d_model > 1", "print(self)")

#: The constructor is written by hand, in a file that imports nothing.
WRITTEN = """
    class Config:
        def __init__(self, width: int, d_ff: int) -> None:
            self.d_model = width
            self.d_ff = d_ff
"""


def refused(project: Project, *arguments: str, program: str = "mypy") -> list[str]:
    done = project.run(*arguments, ".", program=program)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    errors = (line for line in done.stdout.splitlines() if line.startswith("main.py"))
    return [line.partition("matmul: ")[2].partition("  [")[0] for line in errors if ": error: " in line]


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project(CONFORMABLE)
    made.write(torch=TORCH, configs=CONFIGS, main=MAIN)
    return made


@pytest.mark.parametrize("flags", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_fields_are_held_apart_cold_and_warm(project: Project, flags: tuple[str, ...]) -> None:
    assert refused(project, *flags) == REFUSED
    project.write(main=f"{MAIN}\n    # edited\n")
    assert refused(project, *flags) == REFUSED
    project.write(configs=RELATED)
    assert refused(project, *flags) == []


@pytest.mark.parametrize("configs", [RELATED, DERIVED, HANDED_ON])
def test_what_the_class_may_relate_is_not_held_apart(project: Project, configs: str) -> None:
    project.write(configs=configs)
    assert refused(project) == []


def test_a_constructor_that_is_written_by_hand_tells_the_same(project: Project) -> None:
    project.write(configs=WRITTEN)
    assert refused(project) == REFUSED


def test_the_daemon_sees_that_a_class_relates_its_fields(project: Project) -> None:
    daemon = (*DAEMON, "run", "--timeout", "60", "--")
    try:
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
        project.write(configs=RELATED)
        assert refused(project, *daemon, program="mypy.dmypy") == []
        project.write(configs=CONFIGS)
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
