"""Modules in lists, one of several modules, with one mistake each."""

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
            self.skip = nn.Sequential(nn.Conv2d(n_in, n_in, 1, stride=stride), nn.ReLU())

    def forward(self, x: Float[Tensor, "b n_in h w"]) -> Float[Tensor, "b n_out h2 w2"]:
        return self.conv(x) + self.skip(x)
        # E: +: sizes cannot be broadcast: 2*width (axis -3 of self.conv(x)) and n_in (axis -3 of self.skip(x))  [shape-broadcast]
        # N: self.conv(x) has shape "b 2*width (h-1)//stride+1 (w-1)//stride+1"
        # N: self.skip(x) has shape "b n_in (h-1)//stride+1 (w-1)//stride+1"
        # N: fails for width=2, n_in=3


class Activation(nn.Module):
    """An option that fails cannot be the one."""

    def __init__(self, d: int, k: int, *, narrow: bool) -> None:
        super().__init__()
        self.first = nn.Linear(d, k) if narrow else nn.Linear(d, d)
        self.last = nn.Linear(k, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.last(x)
        # E: linear: inner sizes differ: d (axis -1 of x) and k (in_features of self.last)  [shape-matmul]
        # N: x: Float[Tensor, "b d"], declared at line 41
        # N: fails for d=3, k=2


class Stage(nn.Module):
    """Several modules that are alike: the first may change the size, the others keep it."""

    def __init__(self, d_in: int, d: int, n: int) -> None:
        super().__init__()
        layers = [nn.Linear(d_in, d)]
        layers += [nn.Linear(d, d_in) for _ in range(n - 1)]
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(d, 1)

    def forward(self, x: Float[Tensor, "b d_in"]) -> Float[Tensor, "b"]:
        return self.head(self.layers(x)).squeeze(-1)
        # E: linear: inner sizes differ: d_in (axis -1 of the output of the layer before) and d (in_features of self.layers)  [shape-matmul]
        # N: fails for d_in=2, d=3


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
        self.top = mlp([n_fields * d, 32, 1])

    def forward(
        self, dense: Float[Tensor, "b 13"], sparse: Int[Tensor, "b n_fields"]
    ) -> Float[Tensor, "b 1"]:
        embedded = [table(sparse[:, i]) for i, table in enumerate(self.tables)]
        vectors = torch.stack([self.bottom(dense), *embedded], dim=1)
        return self.top(vectors.flatten(1))
        # E: linear: inner sizes differ: d*n_fields+d (axis -1 of vectors.flatten(1)) and d*n_fields (in_features of self.top)  [shape-matmul]
        # N: vectors.flatten(1) has shape "b d*n_fields+d"
        # N: fails for d=2, n_fields=3


def best(scores: Float[Tensor, "b n"], boxes: Float[Tensor, "n 4"]) -> Float[Tensor, "b 3 4"]:
    return boxes[scores.topk(3, dim=0).indices]
    # E: Return value has shape "3 n 4"; expected "b 3 4": axis 0 is 3, not b  [shape-literal]
    # N: boxes[scores.topk(3, dim=0).indices] has shape "3 n 4"
    # N: fails for b=4


def scaled(
    q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s e"]
) -> Float[Tensor, "b t e"]:
    scale = q.size(-1) ** -0.5
    return F.softmax((q @ k) * scale, dim=-1) @ v
    # E: matmul: inner sizes differ: d (axis -1 of q) and s (axis -2 of k)  [shape-matmul]
    # N: q: Float[Tensor, "b t d"], declared at line 98
    # N: k: Float[Tensor, "b s d"], declared at line 98
    # N: fails for d=2, s=3
    # N: "k.mT" would fit: its shape is "b d s"


RUNS = {
    "Residual.forward": lambda: Residual(4, 3, 2)(torch.ones(2, 4, 9, 7)),
    "Activation.forward": lambda: Activation(3, 5, narrow=True)(torch.ones(2, 3)),
    "Stage.forward": lambda: Stage(3, 5, 4)(torch.ones(2, 3)),
    "Towers.forward": lambda: Towers(5, 3, 7)(torch.ones(2, 13), torch.zeros(2, 3, dtype=torch.long)),
    "best": lambda: best(torch.rand(3, 6), torch.ones(6, 4)),
    "scaled": lambda: scaled(torch.ones(2, 3, 5), torch.ones(2, 4, 5), torch.ones(2, 4, 6)),
}
