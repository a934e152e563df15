"""Configurations of pydantic and attrs: their integer fields are held apart, across files too."""

from __future__ import annotations

import re
from typing import Final

import pytest

from plugin_harness.project import CONFORMABLE, Project

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        def __matmul__(self, other: "Tensor") -> "Tensor": ...

    def empty(*size: int) -> Tensor: ...
"""

HEADER = """
from typing import Any

import attrs
import pydantic
from pydantic import BaseModel
"""

#: What a class says of `d_model` and `d_ff`, and whether they are known to be chosen each on its own.
CONFIGS: Final[dict[str, tuple[str, bool]]] = {
    "Model": (
        "class Config(BaseModel):\n    d_model: int\n    d_ff: int = pydantic.Field(default=64, ge=1)\n",
        True,
    ),
    "Frozen": ("class Config(BaseModel, frozen=True):\n    d_model: int\n    d_ff: int\n", True),
    "Inherited": ("class Base(BaseModel):\n    d_model: int\n\nclass Config(Base):\n    d_ff: int\n", True),
    "Finished": (
        (
            "class Config(BaseModel):\n    d_model: int\n    d_ff: int | None = None\n"
            "    def model_post_init(self, context: Any, /) -> None:\n"
            "        if self.d_ff is None:\n            self.d_ff = 4 * self.d_model\n"
        ),
        True,
    ),
    "Validated": (
        (
            "class Config(BaseModel):\n    d_model: int\n    d_ff: int\n"
            '    @pydantic.model_validator(mode="after")\n    def same(self) -> "Config":\n'
            "        self.d_ff = self.d_model\n        return self\n"
        ),
        False,
    ),
    "PydanticDataclass": (
        "@pydantic.dataclasses.dataclass\nclass Config:\n    d_model: int\n    d_ff: int\n",
        True,
    ),
    "Define": ("@attrs.define\nclass Config:\n    d_model: int\n    d_ff: int\n", True),
    "AttrsFrozen": ("@attrs.frozen\nclass Config:\n    d_model: int\n    d_ff: int\n", True),
    "Converted": (
        "@attrs.define\nclass Config:\n    d_model: int\n    d_ff: int = attrs.field(converter=abs)\n",
        False,
    ),
    "AttrsFinished": (
        (
            "@attrs.define\nclass Config:\n    d_model: int\n    d_ff: int = -1\n"
            "    def __attrs_post_init__(self) -> None:\n"
            "        if self.d_ff == -1:\n            self.d_ff = 4 * self.d_model\n"
        ),
        True,
    ),
}

MODEL = """
class Right:
    def __init__(self, cfg: Config) -> None:
        assert cfg.d_ff is not None
        self.up = empty(cfg.d_model, cfg.d_ff)
        self.down = empty(cfg.d_ff, cfg.d_model)

    def run(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return x @ self.up @ self.down


class Wrong:
    def __init__(self, cfg: Config) -> None:
        assert cfg.d_ff is not None
        self.up = empty(cfg.d_model, cfg.d_ff)
        self.down = empty(cfg.d_model, cfg.d_ff)

    def run(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return x @ self.up @ self.down  # wrong


def use() -> None:
    cfg = Config(d_model=3, d_ff=5)
    Right(cfg).run(empty(2, 3))
    Right(cfg).run(empty(2, 4))  # made
"""

IMPORTS = "from jaxtyping import Float\nfrom torch import Tensor, empty\n"


@pytest.fixture(scope="module", params=["", ", pydantic.mypy"], ids=["alone", "pydantic.mypy"])
def refused(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """How the lines that are refused are marked, by module: with pydantic's plugin and without it."""
    project = Project(tmp_path_factory.mktemp("configs"), CONFORMABLE + request.param)
    project.configure()
    sources = {"torch": TORCH}
    for name, (config, _) in CONFIGS.items():
        sources[f"one_{name}"] = f"{HEADER}{IMPORTS}{config}{MODEL}"
        sources[f"config_{name}"] = f"{HEADER}{config}"
        sources[f"two_{name}"] = f"{IMPORTS}from config_{name} import Config\n{MODEL}"
    project.write(**sources)
    marks: dict[str, set[str]] = {name: set() for name in sources}
    for message in project.check():
        found = re.match(r"(\w+)\.py:(\d+): error: .*\[shape", message)
        if found is not None:
            line = sources[found[1]].lstrip("\n").splitlines()[int(found[2]) - 1]
            marks[found[1]].add(line.partition("  # ")[2] or line)
    return marks


@pytest.mark.parametrize("name", CONFIGS)
def test_the_fields_of_a_config_are_held_apart(name: str, refused: dict[str, set[str]]) -> None:
    expected = {"wrong"} if CONFIGS[name][1] else set()
    assert refused[f"one_{name}"] - {"made"} == refused[f"two_{name}"] - {"made"} == expected


@pytest.mark.parametrize("name", [name for name in CONFIGS if name not in {"Validated", "Converted"}])
def test_a_made_config_keeps_what_it_was_given(name: str, refused: dict[str, set[str]]) -> None:
    assert "made" in refused[f"one_{name}"]
