"""Subclasses of containers, and modules that are handed through functions, with one mistake each."""

import torch
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
        # N: x: Float[Tensor, "b d"], declared at line 66
        # N: fails for d=3, h=2


RUNS = {
    "Blocks.forward": lambda: Blocks(3, 5)(torch.ones(2, 3, 6, 7)),
    "Fills.forward": lambda: Fills(3, 5)(torch.ones(2, 3)),
    "Normed.forward": lambda: Normed(3, 5)(torch.ones(2, 3)),
}
