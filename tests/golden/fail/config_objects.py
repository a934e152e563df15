"""Sizes that are fields of a configuration, each time with two layers that do not fit."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Fields:
    d_model: int
    d_ff: int


@dataclass
class Finished:
    """Some sizes are filled in where nothing is given, one is derived."""

    d_model: int
    d_out: int
    n_heads: int = 2
    d_ff: int | None = None
    d_key: int = -1

    def __post_init__(self) -> None:
        assert self.d_model % self.n_heads == 0
        self.d_head = self.d_model // self.n_heads
        if self.d_ff is None:
            self.d_ff = 4 * self.d_model
        if self.d_key == -1:
            self.d_key = self.d_head


class Written:
    """A constructor that is written by hand."""

    def __init__(self, width: int, d_ff: int) -> None:
        self.d_model = width
        self.d_ff = d_ff
        self.both = width + d_ff


class Named(NamedTuple):
    d_model: int
    d_ff: int


class OfFields(nn.Module):
    def __init__(self, cfg: Fields) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


class OfFinished(nn.Module):
    def __init__(self, cfg: Finished) -> None:
        super().__init__()
        assert cfg.d_ff is not None
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_out, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_out"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_out (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=48, cfg.d_out=2, cfg.d_key=3, cfg.n_heads=4, cfg.d_model=12, d_model=12


class OfWritten(nn.Module):
    def __init__(self, cfg: Written) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(torch.cat([x, self.up(x)], dim=-1))
        # E: linear: inner sizes differ: cfg.d_ff+d_model (axis -1 of torch.cat([x, self.up(x)], dim=-1)) and cfg.d_ff (in_features of self.down)  [shape-matmul]
        # N: torch.cat([x, self.up(x)], dim=-1) has shape "batch cfg.d_ff+d_model"
        # N: fails for cfg.d_ff=2, d_model=3, cfg.d_model=3


class OfNamed(nn.Module):
    def __init__(self, cfg: Named) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: cfg.d_ff (axis -1 of self.up(x)) and cfg.d_model (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "batch cfg.d_ff"
        # N: fails for cfg.d_ff=2, cfg.d_model=3, d_model=3


RUNS = {
    "OfFields.forward": lambda: OfFields(Fields(3, 4))(torch.ones(2, 3)),
    "OfFinished.forward": lambda: OfFinished(Finished(4, 3))(torch.ones(2, 4)),
    "OfWritten.forward": lambda: OfWritten(Written(3, 4))(torch.ones(2, 3)),
    "OfNamed.forward": lambda: OfNamed(Named(3, 4))(torch.ones(2, 3)),
}
