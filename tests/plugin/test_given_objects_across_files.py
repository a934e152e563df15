"""An object that a constructor of another file keeps is the one that it was given."""

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

    def read(name: str) -> Config: ...
"""

BASE = """
    from torch import empty
    from configs import Config, read

    class Base:
        def __init__(self, config: Config, name: str = "") -> None:
            self.cfg = config
            self.read = read(name)
            self.first = empty(config.d_model, config.d_ff)

        def show(self) -> None:
            print(self.cfg)

    class Wide:
        def __init__(self, config: Config) -> None:
            self.cfg = config

        def widen(self) -> None:
            self.cfg.d_ff = 2 * self.cfg.d_model

    class Outer:
        def __init__(self, cfg: Config) -> None:
            self.inner = Base(cfg)
"""

MAIN = """
    from jaxtyping import Float
    from torch import Tensor, empty
    from configs import Config
    from base import Base, Outer, Wide

    class Inheriting(Base):
        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.first @ empty(self.cfg.d_ff, self.cfg.d_model)

    class Extending(Base):
        def __init__(self, cfg: Config) -> None:
            super().__init__(cfg)
            self.up = empty(self.cfg.d_model, cfg.d_ff)
            self.down = empty(cfg.d_ff, self.cfg.d_model)
            self.wrong = empty(cfg.d_model, cfg.d_ff)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.down @ self.first @ self.down

        def twice(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.first @ self.wrong

    class Showing(Base):
        def __init__(self, cfg: Config) -> None:
            super().__init__(cfg)
            self.show()
            self.wrong = empty(self.cfg.d_model, 3)

        def twice(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.first @ self.wrong

    class Widening(Wide):
        def __init__(self, cfg: Config) -> None:
            super().__init__(cfg)
            self.widen()
            self.up = empty(cfg.d_model, 2 * cfg.d_model)
            self.down = empty(self.cfg.d_ff, 3)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.down

    class Holding:
        def __init__(self, cfg: Config) -> None:
            self.base = Base(cfg)
            self.outer = Outer(config := cfg)
            self.down = empty(config.d_ff, self.outer.inner.cfg.d_model)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.base.first @ self.down @ self.outer.inner.first

    def right() -> Tensor:
        small, large = Base(Config(2, 3), "small"), Base(Config(4, 5), "large")
        x = empty(1, 2) @ empty(small.cfg.d_model, small.cfg.d_ff) @ empty(3, large.cfg.d_model)
        y = empty(1, 2) @ empty(small.read.d_model, 1), empty(1, 4) @ empty(large.read.d_model, 1)
        return x @ large.first @ empty(5, 2)

    def mixed_up() -> Tensor:
        base = Base(Config(2, 3))
        return empty(1, 2) @ empty(base.cfg.d_ff, 1)
"""

REFUSED = [
    "inner sizes differ: cfg.d_ff (axis -1 of x @ self.first) and cfg.d_model (axis -2 of self.wrong)",
    "inner sizes differ: cfg.d_ff (axis -1 of x @ self.first) and cfg.d_model (axis -2 of self.wrong)",
    "inner sizes differ: 2 (axis -1 of empty(1, 2)) and 3 (axis -2 of empty(base.cfg.d_ff, 1))",
]

#: The class keeps another object than the one that it is given.
COPIED = BASE.replace("self.cfg = config", "self.cfg = read(name)")


def refused(project: Project, *arguments: str, program: str = "mypy") -> list[str]:
    done = project.run(*arguments, ".", program=program)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    errors = (line for line in done.stdout.splitlines() if line.startswith("main.py"))
    return [line.partition("matmul: ")[2].partition("  [")[0] for line in errors if ": error: " in line]


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    made = new_project(CONFORMABLE)
    made.write(torch=TORCH, configs=CONFIGS, base=BASE, main=MAIN)
    return made


@pytest.mark.parametrize("flags", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_a_kept_object_is_the_argument_cold_and_warm(project: Project, flags: tuple[str, ...]) -> None:
    assert refused(project, *flags) == REFUSED
    project.write(main=f"{MAIN}\n    # edited\n")
    assert refused(project, *flags) == REFUSED
    project.write(base=COPIED)
    assert refused(project, *flags) == REFUSED[:1]


def test_the_daemon_sees_that_another_object_is_kept(project: Project) -> None:
    daemon = (*DAEMON, "run", "--timeout", "60", "--")
    try:
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
        project.write(base=COPIED)
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED[:1]
        project.write(base=BASE)
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
