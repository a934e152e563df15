"""Modules in lists, one of several modules, and what comes out of them."""

from itertools import pairwise
from typing import Final

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn


class Residual(nn.Module):
    """Which of two modules it is, is decided by sizes: each is what it is where those hold."""

    expansion: Final = 2

    def __init__(self, n_in: int, width: int, stride: int = 1) -> None:
        super().__init__()
        n_out = width * self.expansion
        self.conv = nn.Conv2d(n_in, n_out, 3, stride=stride, padding=1)
        self.skip: nn.Module = nn.Identity()
        if stride != 1 or n_in != n_out:
            self.skip = nn.Sequential(nn.Conv2d(n_in, n_out, 1, stride=stride), nn.ReLU())

    def forward(self, x: Float[Tensor, "b n_in h w"]) -> Float[Tensor, "b n_out h2 w2"]:
        return self.conv(x) + self.skip(x)


class Activation(nn.Module):
    """An option that fails cannot be the one."""

    def __init__(self, d: int, k: int, *, narrow: bool) -> None:
        super().__init__()
        self.first = nn.Linear(d, k) if narrow else nn.Sequential(nn.Linear(d, k), nn.ReLU())
        self.last = nn.Linear(k, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.last(self.first(x))


class Stage(nn.Module):
    """Several modules that are alike: the first may change the size, the others keep it."""

    def __init__(self, d_in: int, d: int, n: int) -> None:
        super().__init__()
        layers = [nn.Linear(d_in, d)]
        layers += [nn.Linear(d, d) for _ in range(n - 1)]
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(d, 1)

    def forward(self, x: Float[Tensor, "b d_in"]) -> Float[Tensor, "b"]:
        return self.head(self.layers(x)).squeeze(-1)


def mlp(sizes: list[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers.append(nn.Linear(n_in, n_out))
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Towers(nn.Module):
    def __init__(self, d: int, n_fields: int, vocab: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList([nn.Embedding(vocab, d) for _ in range(n_fields)])
        self.bottom = mlp([13, 64, d])
        self.top = mlp([(1 + n_fields) * d, 32, 1])

    def forward(
        self, dense: Float[Tensor, "b 13"], sparse: Int[Tensor, "b n_fields"]
    ) -> Float[Tensor, "b 1"]:
        embedded = [table(sparse[:, i]) for i, table in enumerate(self.tables)]
        vectors = torch.stack([self.bottom(dense), *embedded], dim=1)
        return self.top(vectors.flatten(1))


def best(scores: Float[Tensor, "b n"], boxes: Float[Tensor, "n 4"]) -> Float[Tensor, "b 3 4"]:
    return boxes[scores.topk(3, dim=1).indices]


def scaled(
    q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s e"]
) -> Float[Tensor, "b t e"]:
    scale = q.size(-1) ** -0.5
    return F.softmax((q @ k.mT) * scale, dim=-1) @ v


def run() -> None:
    x = torch.ones(2, 4, 9, 7)
    assert Residual(4, 2)(x).shape == (2, 4, 9, 7)
    assert Residual(4, 3, 2)(x).shape == (2, 6, 5, 4)
    assert Activation(3, 5, narrow=True)(torch.ones(2, 3)).shape == (2, 3)
    assert Stage(3, 5, 4)(torch.ones(2, 3)).shape == (2,)
    assert Stage(3, 5, 1)(torch.ones(2, 3)).shape == (2,)
    dense, sparse = torch.ones(2, 13), torch.zeros(2, 3, dtype=torch.long)
    assert Towers(5, 3, 7)(dense, sparse).shape == (2, 1)
    assert best(torch.rand(2, 6), torch.ones(6, 4)).shape == (2, 3, 4)
    assert scaled(torch.ones(2, 3, 5), torch.ones(2, 4, 5), torch.ones(2, 4, 6)).shape == (2, 3, 6)
