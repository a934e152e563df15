"""Configurations that are given, or made of what is given: right programs, each in a way that could mislead."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Config:
    d_model: int
    d_ff: int


@dataclass
class Square:
    d_model: int
    d_ff: int

    def __post_init__(self) -> None:
        assert self.d_model == self.d_ff


if TYPE_CHECKING:
    Given = dict[str, Any] | Config
    GivenSquare = dict[str, Any] | Square
    Optionally = Config | None
else:
    # beartype takes classes of one name for one, and this file is executed several times.
    Given = GivenSquare = Optionally = object


class Reading:
    @classmethod
    def unwrap(cls, config: Given) -> Config:
        """Take a dictionary as well."""
        return cls.from_dict(config) if isinstance(config, dict) else config

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Config:
        return Config(**values)


def square(config: GivenSquare) -> Square:
    return Square(**config) if isinstance(config, dict) else config


def squared(config: Given) -> Config:
    """Give another one back, unless both sizes are the same."""
    if isinstance(config, dict):
        return Config(**config)
    return config if config.d_ff == config.d_model else Config(config.d_model, config.d_model)


def flattened(config: Given) -> Config:
    """Change what it gives back."""
    if isinstance(config, dict):
        return Config(**config)
    config.d_ff = config.d_model
    return config


class Twice(nn.Module):
    """Two names of one configuration."""

    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.cfg, other = Reading.unwrap(cfg), Reading.unwrap(cfg)
        self.up = nn.Linear(other.d_model, self.cfg.d_ff)
        self.down = nn.Linear(other.d_ff, self.cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class Inheriting(Twice):
    def __init__(self, cfg: Given) -> None:
        super().__init__(cfg)
        if isinstance(cfg, dict):
            cfg = Reading.from_dict(cfg)
        self.last = nn.Linear(cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.last(super().forward(x)))


class AssertedOnBothWays(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        if isinstance(cfg, dict):
            assert cfg["d_model"] == cfg["d_ff"]
        else:
            assert cfg.d_model == cfg.d_ff
        self.cfg = Reading.unwrap(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(self.up(x))


class AskedAgain(nn.Module):
    """What is done to a dictionary depends on the choice as well."""

    def __init__(self, cfg: Given) -> None:
        super().__init__()
        original = cfg
        cfg = Reading.unwrap(cfg)
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        if isinstance(original, dict):
            assert original["d_model"] == original["d_ff"]
            self.down = nn.Linear(cfg.d_model, cfg.d_ff)
        else:
            self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.down(self.up(x))


class Kept(nn.Module):
    """A method asks what the constructor was given."""

    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.given = cfg
        self.cfg = Reading.unwrap(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(self.cfg.d_ff, self.cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        if isinstance(self.given, dict):
            assert self.given["d_model"] == self.given["d_ff"]
            return self.up(self.up(x))
        return self.down(self.up(x))


class Defaulted(nn.Module):
    """Where no configuration is given, it is made of the sizes beside it."""

    def __init__(self, cfg: Optionally = None, d_model: int = 8, d_ff: int = 16) -> None:
        super().__init__()
        cfg = cfg or Config(d_model, d_ff)
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class OfSquare(nn.Module):
    def __init__(self, cfg: GivenSquare) -> None:
        super().__init__()
        self.cfg = square(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(self.up(x))


class OfSquared(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.cfg = squared(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(self.up(x))


class OfFlattened(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.cfg = flattened(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(self.up(x))


def run() -> None:
    x = torch.ones(2, 3)
    for given in ({"d_model": 3, "d_ff": 5}, Config(3, 5)):
        assert Twice(given)(x).shape == (2, 3)
        assert Inheriting(given)(x).shape == (2, 3)
    for same in ({"d_model": 3, "d_ff": 3}, Config(3, 3)):
        for model in (AssertedOnBothWays, AskedAgain, Kept, OfSquared, OfFlattened):
            assert model(same)(x).shape == (2, 3)
    assert AskedAgain(Config(3, 5))(x).shape == (2, 3)
    assert Kept(Config(3, 5))(x).shape == (2, 3)
    assert OfSquared(Config(3, 5))(x).shape == (2, 3)
    assert OfFlattened(Config(3, 5))(x).shape == (2, 3)
    assert OfSquare({"d_model": 3, "d_ff": 3})(x).shape == (2, 3)
    assert Defaulted()(torch.ones(2, 8)).shape == (2, 8)
    assert Defaulted(Config(3, 5))(x).shape == (2, 3)
    made = Twice({"d_model": 3, "d_ff": 3})
    assert made.up(made.up(x)).shape == (2, 3)
