"""The integer fields of an object in its own methods: a bare axis name may mean them, and nothing else does."""

from dataclasses import dataclass, field
from typing import NamedTuple

import attrs
import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Scale:
    d: int
    k: int = 4

    def same(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        return x * torch.ones(self.d)

    def made(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        return torch.zeros(x.shape[0], self.d)


@attrs.frozen
class Frozen:
    d: int
    k: int
    weight: Float[Tensor, "d k"]

    def apply(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch k"]:
        return x @ self.weight + torch.zeros(self.k)


class Pair(NamedTuple):
    d: int
    k: int

    def widened(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d+{self.k}"]:
        return torch.cat([x, torch.zeros(x.shape[0], self.k)], dim=-1)


@dataclass
class Finished:
    """What `__post_init__` makes of a field is what every reader finds."""

    d: int
    d_head: int = -1
    heads: int = field(default=2)

    def __post_init__(self) -> None:
        self.d = 2 * self.d
        if self.d_head == -1:
            self.d_head = self.d // self.heads

    def split(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch heads d_head"]:
        return x.view(x.shape[0], self.heads, self.d_head)


@dataclass(frozen=True)
class Derived:
    d: int
    heads: int
    d_head: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "d_head", self.d // self.heads)

    def weight(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch k"]:
        return x @ torch.zeros(self.heads * self.d_head, 5)


class Heads(nn.Module):
    """What a configuration fills in is a division without remainder, as those of a constructor are."""

    def __init__(self, config: Finished) -> None:
        super().__init__()
        self.heads = config.heads
        self.d_head = config.d_head
        self.linear = nn.Linear(config.d, config.d)

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch heads d_head"]:
        return self.linear(x).view(x.shape[0], self.heads, self.d_head)


def made(x: Float[Tensor, "batch 8"]) -> Float[Tensor, "batch 8"]:
    return x + torch.zeros(Finished(4).d) + torch.zeros(Finished(4).heads * Finished(4, 4).d_head)


def run() -> None:
    assert Scale(3).same(torch.ones(2, 3)).shape == (2, 3)
    assert Scale(3).made(torch.ones(2, 3)).shape == (2, 3)
    assert Frozen(3, 4, torch.ones(3, 4)).apply(torch.ones(2, 3)).shape == (2, 4)
    assert Pair(3, 4).widened(torch.ones(2, 3)).shape == (2, 7)
    assert Finished(3).split(torch.ones(2, 6)).shape == (2, 2, 3)
    assert Derived(6, 2).weight(torch.ones(2, 6)).shape == (2, 5)
    assert Heads(Finished(3))(torch.ones(2, 6)).shape == (2, 2, 3)
    assert made(torch.ones(2, 8)).shape == (2, 8)
