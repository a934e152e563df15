"""Subclasses of containers and layers, and modules that are handed through functions, with one mistake each."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.utils import parametrizations


class Block(nn.Sequential):
    """Its own modules are those that its constructor hands on."""

    def __init__(self, c_in: int, c_out: int) -> None:
        super().__init__(nn.Conv2d(c_in, c_out, 3, padding=1), nn.BatchNorm2d(c_out), nn.ReLU())


class Filled(nn.Sequential):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.append(nn.Linear(d, h))
        self.append(nn.ReLU())


class ByAttribute(nn.Sequential):
    """An attribute is one more module, of which nothing is known."""

    def __init__(self, d: int, h: int) -> None:
        super().__init__(nn.Linear(d, h))
        self.last = nn.Linear(h, d)


class Blocks(nn.Module):
    def __init__(self, c: int, k: int) -> None:
        super().__init__()
        self.up = Block(c, k)
        self.down = Block(k, c)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        return self.up(self.up(x))
        # E: conv2d: sizes differ: k (axis 1 of self.up(x)) and c (in_channels of self.up)  [shape-op]
        # N: self.up(x) has shape "b k h w"
        # N: fails for k=2, c=3


class Fills(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.up = Filled(d, h)
        self.both = ByAttribute(d, h)
        self.down = nn.Linear(h, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.down(self.up(self.up(x)))
        # E: linear: inner sizes differ: h (axis -1 of self.up(x)) and d (in_features of self.up)  [shape-matmul]
        # N: self.up(x) has shape "b h"
        # N: fails for h=2, d=3


class Normed(nn.Module):
    """What computes the weight of a module in another way gives the module."""

    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.up = parametrizations.weight_norm(nn.Linear(d, h))
        self.down = parametrizations.spectral_norm(nn.Linear(h, d)).to(torch.float32)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.down(self.down(x))
        # E: linear: inner sizes differ: d (axis -1 of x) and h (in_features of self.down)  [shape-matmul]
        # N: x: Float[Tensor, "b d"], declared at line 69
        # N: fails for d=3, h=2


class Causal(nn.Conv1d):
    def __init__(self, c_in: int, c_out: int, kernel: int, dilation: int) -> None:
        super().__init__(c_in, c_out, kernel, dilation=dilation)
        self.left = kernel * dilation

    def forward(self, x: Float[Tensor, "b c_in t"]) -> Float[Tensor, "b c_out t"]:
        return super().forward(F.pad(x, (self.left, 0)))
        # E: Return value has shape "b c_out dilation+t"; expected "b c_out t": axis 2 is dilation+t, not t  [shape-mismatch]
        # N: fails for dilation=2, t=3, c_in=2


class LowRank(nn.Linear):
    def __init__(self, d: int, h: int, rank: int) -> None:
        super().__init__(d, h)
        self.down = nn.Parameter(torch.randn(rank, d))
        self.up = nn.Parameter(torch.randn(h, rank))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return F.linear(x, self.weight + (self.up @ self.down).T, self.bias)
        # E: +: sizes cannot be broadcast: d (axis -1 of self.weight) and h (axis -1 of (self.up @ self.down).T)  [shape-broadcast]
        # N: self.weight has shape "h d"
        # N: (self.up @ self.down).T has shape "d h"
        # N: fails for d=2, h=3


class Replaced(nn.Linear):
    """With another weight, nothing is known of it."""

    def __init__(self, d: int, h: int) -> None:
        super().__init__(d, h)
        self.weight = nn.Parameter(torch.randn(d, h))
        self.bias = nn.Parameter(torch.zeros(d))


class Layers(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.up = LowRank(d, h, 2)
        self.down = Replaced(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.down(self.up(x))


class Head(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        assert d % heads == 0
        self.heads = heads
        self.linear = nn.Linear(d, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.linear(x)


class Repeated(nn.Module):
    """What a constructor asserts in a loop is not known after it, and does not change the sizes that it got."""

    def __init__(self, d: int, heads: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList()
        for _ in range(depth):
            self.layers.append(Head(d, heads))
        self.out = nn.Linear(d, 2 * d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b 2*d"]:
        for layer in self.layers:
            x = layer(x) + math.pi * x
        return self.out(x)


RUNS = {
    "Blocks.forward": lambda: Blocks(3, 5)(torch.ones(2, 3, 6, 7)),
    "Fills.forward": lambda: Fills(3, 5)(torch.ones(2, 3)),
    "Normed.forward": lambda: Normed(3, 5)(torch.ones(2, 3)),
    "Causal.forward": lambda: Causal(3, 4, 2, 5)(torch.ones(2, 3, 9)),
    "LowRank.forward": lambda: LowRank(3, 5, 2)(torch.ones(2, 3)),
}
