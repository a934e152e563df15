"""Integers that objects hold: those of another object, and those that have been changed, are other sizes."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Stage:
    inner: int
    outer: int
    heads: int | None = None


class Stages(nn.Module):
    def __init__(self, stages: list[Stage]) -> None:
        super().__init__()
        self.first = nn.Linear(stages[0].inner, stages[0].outer)
        self.second = nn.Linear(stages[1].inner, stages[1].outer)

    def forward(self, x: Float[Tensor, "b inner"]) -> Float[Tensor, "b outer"]:
        h: Tensor = self.second(self.first(x))
        return h


def alike(stages: list[Stage]) -> Float[Tensor, "7"]:
    x = torch.zeros(5) if stages[0].inner == stages[1].inner else torch.zeros(7)
    return x + torch.zeros(7)


def given_or_not(stages: list[Stage]) -> Float[Tensor, "7"]:
    if stages[0].heads is None:
        return torch.zeros(7)
    x = torch.zeros(7) if stages[1].heads is None else torch.zeros(5)
    return x + torch.zeros(7)


class Cache(nn.Module):
    def __init__(self, room: int, stage: Stage) -> None:
        super().__init__()
        self.keys = torch.zeros(room, 4)
        self.used = 0
        self.stage = stage

    def widen(self) -> None:
        self.stage.inner += 1
        self.stage.heads = None

    def append(self, keys: Float[Tensor, "t 4"]) -> None:
        self.keys[self.used : self.used + len(keys)] = keys
        self.used += len(keys)

    def added(self, keys: Float[Tensor, "t 4"]) -> Float[Tensor, "t 4"]:
        start = self.used
        self.append(keys)
        return self.keys[start : self.used] + keys

    def widened(self) -> Float[Tensor, "7"]:
        before = self.stage.inner
        self.widen()
        x = torch.zeros(5) if self.stage.inner == before else torch.zeros(7)
        return x + torch.zeros(7)

    def without_heads(self) -> Float[Tensor, "7"]:
        if self.stage.heads is None:
            return torch.zeros(7)
        self.widen()
        x = torch.zeros(5) if self.stage.heads is not None else torch.zeros(7)
        return x + torch.zeros(7)


def grown(cache: Cache, keys: Float[Tensor, "t 4"]) -> Float[Tensor, "7"]:
    before = cache.used
    cache.append(keys)
    x = torch.zeros(5) if cache.used == before else torch.zeros(7)
    return x + torch.zeros(7)


class Growing(nn.Module):
    def __init__(self, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(i + 1, i + 2) for i in range(depth)])
        self.chains = nn.ModuleList([nn.Sequential(nn.Linear(i + 1, i + 2), nn.ReLU()) for i in range(depth)])
        self.pairs = [[nn.Linear(i + 1, i + 1), nn.Linear(i + 1, i + 2)] for i in range(depth)]

    def forward(self, x: Float[Tensor, "b 1"]) -> Float[Tensor, "b 3"]:
        y: Tensor = self.layers[1](self.layers[0](x))
        z: Tensor = self.chains[1](self.chains[0](x))
        (same, up), (again, upper) = self.pairs[:2]
        return y + z + upper(again(up(same(x))))


class Rounded:
    def __init__(self, size: int) -> None:
        self._size = size

    @property
    def size(self) -> int:
        return self._size

    @size.setter
    def size(self, size: int) -> None:
        self._size = size + 1

    def zeros(self) -> Float[Tensor, "7"]:
        self.size = 6
        return torch.zeros(self.size) + torch.zeros(7)


def run() -> None:
    assert Growing(2)(torch.ones(2, 1)).shape == (2, 3)
    assert Rounded(3).zeros().shape == (7,)
    stages = [Stage(3, 4, 2), Stage(4, 5)]
    assert Stages(stages)(torch.ones(2, 3)).shape == (2, 5)
    assert alike(stages).shape == given_or_not(stages).shape == (7,)
    cache = Cache(9, stages[0])
    assert cache.added(torch.ones(2, 4)).shape == (2, 4)
    assert cache.widened().shape == cache.without_heads().shape == (7,)
    assert grown(cache, torch.ones(2, 4)).shape == (7,)
