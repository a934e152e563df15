"""Configurations that are given, or made of what is given, each time with two layers that do not fit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Config:
    d_model: int
    d_ff: int


if TYPE_CHECKING:
    Given = dict[str, Any] | Config
    Loadable = str | dict[str, Any] | Config
    Optionally = Config | None
else:
    # beartype takes classes of one name for one, and this file is executed several times.
    Given = Optionally = Loadable = object


class Reading:
    @classmethod
    def unwrap(cls, config: Given) -> Config:
        """Take a dictionary as well."""
        return cls.from_dict(config) if isinstance(config, dict) else config

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Config:
        return Config(**values)


def loaded(config: Loadable) -> Config:
    if isinstance(config, (str, dict)):
        return Config(3, 4)
    else:
        assert config is not None
        return config


class ByFunction(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.cfg = Reading.unwrap(cfg)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class ByStatements(nn.Module):
    def __init__(self, cfg: Loadable) -> None:
        super().__init__()
        cfg = loaded(cfg)
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class ByCondition(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        if isinstance(cfg, dict):
            cfg = Reading.from_dict(cfg)
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class ByExpression(nn.Module):
    def __init__(self, cfg: Given) -> None:
        super().__init__()
        self.cfg = Config(**cfg) if isinstance(cfg, dict) else cfg
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class ByDefault(nn.Module):
    def __init__(self, cfg: Optionally = None) -> None:
        super().__init__()
        cfg = cfg or Config(3, 3)
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class ByNone(nn.Module):
    def __init__(self, cfg: Optionally = None) -> None:
        super().__init__()
        self.cfg = cfg if cfg is not None else Config(3, 3)
        self.up = nn.Linear(self.cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(self.cfg.d_model, self.cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class InTheConstructor(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        first, second = torch.ones(cfg.d_model, cfg.d_ff), torch.ones(cfg.d_model, cfg.d_ff)
        self.both = nn.Parameter(first @ second)
        # E: matmul: inner sizes differ: cfg.d_ff (axis -1 of first) and cfg.d_model (axis -2 of second)  [shape-matmul]
        # N: first has shape "cfg.d_model cfg.d_ff"
        # N: second has shape "cfg.d_model cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3


RUNS = {
    "ByFunction.forward": lambda: ByFunction(Config(3, 4))(torch.ones(2, 3)),
    "ByStatements.forward": lambda: ByStatements(Config(3, 4))(torch.ones(2, 3)),
    "ByCondition.forward": lambda: ByCondition({"d_model": 3, "d_ff": 4})(torch.ones(2, 3)),
    "ByExpression.forward": lambda: ByExpression({"d_model": 3, "d_ff": 4})(torch.ones(2, 3)),
    "ByDefault.forward": lambda: ByDefault(Config(3, 4))(torch.ones(2, 3)),
    "ByNone.forward": lambda: ByNone(Config(3, 4))(torch.ones(2, 3)),
    "InTheConstructor.__init__": lambda: InTheConstructor(Config(3, 4)),
}
