"""Configurations that are changed, shared or made by their owner, each time with two sizes that differ."""

from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Config:
    d_model: int
    d_ff: int

    def to_dict(self) -> dict[str, Any]:
        return self.__dict__


@dataclass
class Partly:
    """It fills a size in, but not always."""

    d_model: int
    attn_only: bool = False
    d_ff: int | None = None

    def __post_init__(self) -> None:
        if not self.attn_only and self.d_ff is None:
            self.d_ff = 4 * self.d_model


@dataclass
class Holding:
    d_model: int
    inner: Config


class ThroughTheAttribute(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        self.cfg = cfg
        self.cfg.d_ff = 2 * cfg.d_model
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(3 * cfg.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: 2*cfg.d_model (axis -1 of self.up(x)) and 3*cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch 2*cfg.d_model"
        # N: fails for cfg.d_model=2, d_model=2


class OfPartly(nn.Module):
    def __init__(self, cfg: Partly) -> None:
        super().__init__()
        assert cfg.d_ff is not None
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=8, cfg.d_model=2, d_model=2


class OfHolding(nn.Module):
    def __init__(self, cfg: Holding) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.inner.d_ff)
        self.down = nn.Linear(cfg.inner.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.inner.d_ff (axis -1 of self.up(x)) and cfg.inner.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.inner.d_ff"
        # N: fails for cfg.inner.d_ff=2, cfg.inner.d_model=3, cfg.d_model=2, d_model=2


RUNS = {
    "ThroughTheAttribute.forward": lambda: ThroughTheAttribute(Config(3, 4))(torch.ones(2, 3)),
    "OfPartly.forward": lambda: OfPartly(Partly(3))(torch.ones(2, 3)),
    "OfHolding.forward": lambda: OfHolding(Holding(3, Config(4, 5)))(torch.ones(2, 3)),
}
