"""Attributes that a class annotates: what is stored into them fits, wherever that is."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class Linear(nn.Module):
    weight: Float[Tensor, "d_out d_in"]
    window: Float[Tensor, "d_in"]
    seen: Float[Tensor, "batch n_seen"]

    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(d_out, d_in))
        self.register_buffer("window", torch.ones(d_in))
        self.seen = torch.zeros(1, 1)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_out"]:
        self.seen = torch.cat([x, x[:, :1]], dim=1)
        return (x * self.window) @ self.weight.T


class Pair(NamedTuple):
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]


@dataclass(frozen=True)
class Frozen:
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]

    def product(self) -> Float[Tensor, "d k"]:
        return self.left.T @ self.right


def product(pair: Pair) -> Tensor:
    left, right = pair
    return left.T @ right + pair.left.T @ pair.right


def paired(x: Float[Tensor, "p q"], y: Float[Tensor, "p r"]) -> Tensor:
    return product(Pair(x, right=y)) + Frozen(x, y).product()


class Cache(NamedTuple):
    k: Float[Tensor, "b t d"]

    def append(self, k: Float[Tensor, "b s d"]) -> "Cache":
        return Cache(torch.cat([self.k, k], 1))

    def beside(self, other: "Cache") -> "Cache":
        return Cache(torch.cat([self.k, other.k]))


@dataclass(frozen=True)
class Projection:
    w: Float[Tensor, "d k"]

    def apply(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b k"]:
        return x @ self.w


def attend(cache: Cache, q: Float[Tensor, "b d"]) -> Float[Tensor, "b t"]:
    return (cache.k @ q[:, :, None]).squeeze(2)


def joined(first: Cache, second: Cache) -> Cache:
    return Cache(torch.cat([first.k, second.k]))


class Hidden:
    """What the constructor has made may have another length later."""

    hidden: Float[Tensor, "b h"]

    def __init__(self, b: int, h: int) -> None:
        self.hidden = torch.zeros(b, h)

    def select(self, chosen: Int[Tensor, "n"]) -> None:
        self.hidden = self.hidden[chosen]


def run() -> None:
    cache, more = Cache(torch.ones(2, 3, 4)), Cache(torch.ones(5, 3, 4))
    assert cache.append(torch.ones(2, 6, 4)).k.shape == (2, 9, 4)
    assert cache.beside(more).k.shape == joined(cache, more).k.shape == (7, 3, 4)
    assert Projection(torch.ones(4, 5)).apply(torch.ones(2, 4)).shape == (2, 5)
    assert attend(cache, torch.ones(2, 4)).shape == (2, 3)
    layer = Linear(3, 4)
    assert layer(torch.ones(2, 3)).shape == (2, 4)
    assert layer.seen.shape == (2, 4)
    assert paired(torch.ones(2, 3), torch.ones(2, 4)).shape == (3, 4)
    state = Hidden(3, 5)
    state.select(torch.tensor([0, 2]))
    assert state.hidden.shape == (2, 5)
