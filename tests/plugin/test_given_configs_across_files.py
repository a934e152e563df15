"""A configuration that a function of another file gives back is one that callers choose, in every mode."""

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
    from __future__ import annotations
    from dataclasses import dataclass
    from typing import Any, Dict, Union

    @dataclass
    class Config:
        d_model: int
        d_ff: int

        @classmethod
        def unwrap(cls, config: Union[Dict, Config]) -> Config:
            return Config.from_dict(config) if isinstance(config, Dict) else config

        @classmethod
        def from_dict(cls, values: Dict[str, Any]) -> Config:
            return cls(**values)

    def read(config: dict[str, Any] | Config) -> Config:
        if isinstance(config, dict):
            return Config(**config)
        return config
"""

BASE = """
    from typing import Dict, Union
    from torch import empty
    from configs import Config

    class Base:
        def __init__(self, config: Union[Dict, Config]) -> None:
            self.cfg = Config.unwrap(config)
            self.first = empty(self.cfg.d_model, self.cfg.d_ff)
"""

MAIN = """
    from typing import Any, Dict, Union
    from jaxtyping import Float
    from torch import Tensor, empty
    from base import Base
    from configs import Config, read

    class Model:
        def __init__(self, cfg: Union[Dict, Config]) -> None:
            self.cfg = Config.unwrap(cfg)
            other = read(cfg)
            self.up = empty(self.cfg.d_model, other.d_ff)
            self.down = empty(other.d_ff, self.cfg.d_model)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.down

        def wrong(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.up

    class Inheriting(Base):
        def __init__(self, cfg: Union[Dict, Config]) -> None:
            super().__init__(cfg)
            cfg = read(cfg)
            self.base = Base(cfg)
            self.down = empty(cfg.d_ff, self.base.cfg.d_model)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.first @ self.down @ self.base.first

        def wrong(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.base.first @ self.first

    class Asking:
        def __init__(self, cfg: Union[Dict, Config]) -> None:
            assert isinstance(cfg, dict) or cfg.d_model == cfg.d_ff
            self.cfg = Config.unwrap(cfg)
            self.up = empty(self.cfg.d_model, self.cfg.d_ff)

        def right(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
            return x @ self.up @ self.up

    def right() -> Tensor:
        small, large = Base({"d_model": 2, "d_ff": 2}), Base({"d_model": 3, "d_ff": 3})
        empty(1, 2) @ small.first @ empty(small.cfg.d_ff, 3) @ empty(3, large.cfg.d_model)
        return empty(1, 3) @ large.first
"""

REFUSED = [
    "inner sizes differ: cfg.d_ff (axis -1 of x @ self.up) and cfg.d_model (axis -2 of self.up)",
    "inner sizes differ: cfg.d_ff (axis -1 of x @ self.base.first) and cfg.d_model (axis -2 of self.first)",
]

#: The types stay what they were; what the functions give does not.
CHANGING = CONFIGS.replace(
    "return Config.from_dict(config) if isinstance(config, Dict) else config",
    "return Config.from_dict(config) if isinstance(config, Dict) else Config(config.d_ff, config.d_ff)",
).replace("        return config\n", "        config.d_ff = config.d_model\n        return config\n")


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
def test_a_given_configuration_is_chosen_cold_and_warm(project: Project, flags: tuple[str, ...]) -> None:
    assert refused(project, *flags) == REFUSED
    project.write(main=f"{MAIN}\n    # edited\n")
    assert refused(project, *flags) == REFUSED
    project.write(configs=CHANGING)
    assert refused(project, *flags) == []


def test_the_daemon_sees_that_a_function_gives_another_one(project: Project) -> None:
    daemon = (*DAEMON, "run", "--timeout", "60", "--")
    try:
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
        project.write(configs=CHANGING)
        assert refused(project, *daemon, program="mypy.dmypy") == []
        project.write(configs=CONFIGS)
        assert refused(project, *daemon, program="mypy.dmypy") == REFUSED
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
