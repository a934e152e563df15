"""Configurations that are changed, shared or made by their owner: what is stored is seen under every name."""

from dataclasses import dataclass, field
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
class Finishing:
    """It has a method that stores through what another one gives."""

    d_model: int
    d_ff: int

    def to_dict(self) -> dict[str, Any]:
        return self.__dict__

    def finish(self) -> None:
        self.to_dict().update(d_ff=self.d_model)


@dataclass
class Partly:
    """It fills a size in, but not always."""

    d_model: int
    attn_only: bool = False
    d_ff: int | None = None

    def __post_init__(self) -> None:
        if not self.attn_only and self.d_ff is None:
            self.d_ff = 4 * self.d_model


class Written:
    """It makes the object that it holds."""

    def __init__(self, d_model: int) -> None:
        self.d_model = d_model
        self.inner = Config(d_model, d_model)


@dataclass
class Posted:
    d_model: int
    inner: Config = field(init=False)

    def __post_init__(self) -> None:
        self.inner = Config(self.d_model, self.d_model)


class ThroughTheAttribute(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        self.cfg = cfg
        self.cfg.d_ff = 2 * cfg.d_model
        self.up = nn.Linear(cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(2 * cfg.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class ThroughTheParameter(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        self.cfg = cfg
        cfg.d_ff = 2 * cfg.d_model
        self.up = nn.Linear(cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(2 * cfg.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class ThroughAMethod(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        self.cfg = cfg
        self.widen(cfg)
        self.up = nn.Linear(cfg.d_model, self.cfg.d_ff)
        self.down = nn.Linear(2 * cfg.d_model, cfg.d_model)

    def widen(self, cfg: Config) -> None:
        cfg.d_ff = 2 * cfg.d_model

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class Replaceable(nn.Module):
    """What it holds may be another configuration than the one that it was made with, or the same."""

    def __init__(self, cfg: Config) -> None:
        super().__init__()
        self.cfg = cfg
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)

    def replace(self, cfg: Config) -> None:
        self.cfg = cfg

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(x) @ torch.ones(self.cfg.d_ff, 3)


class OfFinishing(nn.Module):
    def __init__(self, cfg: Finishing) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Tensor:
        return self.up(self.up(x))


class OfPartly(nn.Module):
    def __init__(self, cfg: Partly) -> None:
        super().__init__()
        assert cfg.d_ff is not None
        self.up = nn.Linear(cfg.d_model, 4 * cfg.d_model)
        self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class OfWritten(nn.Module):
    def __init__(self, cfg: Written) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.inner.d_ff)
        self.down = nn.Linear(cfg.inner.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class OfPosted(nn.Module):
    def __init__(self, cfg: Posted) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.inner.d_ff)
        self.down = nn.Linear(cfg.inner.d_model, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


def run() -> None:
    x = torch.ones(2, 3)
    for model in (ThroughTheAttribute, ThroughTheParameter, ThroughAMethod):
        assert model(Config(3, 4))(x).shape == (2, 3)
    assert Replaceable(Config(3, 4))(x).shape == (2, 3)
    finishing = Finishing(3, 4)
    finishing.finish()
    assert OfFinishing(finishing)(x).shape == (2, 3)
    assert OfPartly(Partly(3))(x).shape == (2, 3)
    assert OfWritten(Written(3))(x).shape == (2, 3)
    assert OfPosted(Posted(3))(x).shape == (2, 3)
