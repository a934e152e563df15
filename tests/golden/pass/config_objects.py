"""Sizes that are fields of a configuration: whoever makes it chooses each of them freely."""

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


@dataclass
class Square:
    """Both sizes are the same: the class asserts it."""

    d_in: int
    d_out: int

    def __post_init__(self) -> None:
        assert self.d_in == self.d_out


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
        self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


class OfFinished(nn.Module):
    def __init__(self, cfg: Finished) -> None:
        super().__init__()
        assert cfg.d_ff is not None
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_ff, cfg.d_out)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_out"]:
        return self.down(self.up(x))


class FilledIn(nn.Module):
    """It relies on what is filled in where nothing is given."""

    def __init__(self, cfg: Finished) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, 4 * cfg.d_model)
        assert cfg.d_ff is not None
        self.down = nn.Linear(cfg.d_ff, cfg.d_key)
        self.head = nn.Linear(cfg.d_head, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.head(self.down(self.up(x)))


class OfSquare(nn.Module):
    def __init__(self, cfg: Square) -> None:
        super().__init__()
        self.first = nn.Linear(cfg.d_in, cfg.d_out)
        self.second = nn.Linear(cfg.d_in, cfg.d_out)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_in"]:
        return self.second(self.first(x))


class OfWritten(nn.Module):
    def __init__(self, cfg: Written) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.both, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(torch.cat([x, self.up(x)], dim=-1))


class OfNamed(nn.Module):
    def __init__(self, cfg: Named) -> None:
        super().__init__()
        self.up = nn.Linear(cfg.d_model, cfg.d_ff)
        self.down = nn.Linear(cfg.d_ff, cfg.d_model)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(self.up(x))


def run() -> None:
    assert OfFields(Fields(3, 4))(torch.ones(2, 3)).shape == (2, 3)
    assert OfFinished(Finished(4, 3))(torch.ones(2, 4)).shape == (2, 3)
    assert FilledIn(Finished(4, 3))(torch.ones(2, 4)).shape == (2, 4)
    assert OfSquare(Square(3, 3))(torch.ones(2, 3)).shape == (2, 3)
    assert OfWritten(Written(3, 4))(torch.ones(2, 3)).shape == (2, 3)
    assert OfNamed(Named(3, 4))(torch.ones(2, 3)).shape == (2, 3)
