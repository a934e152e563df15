"""Subclasses of containers, and modules that are handed through functions."""

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
        return self.down(self.up(x))


class Fills(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.up = Filled(d, h)
        self.both = ByAttribute(d, h)
        self.down = nn.Linear(h, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.down(self.up(self.both(x)))


class Normed(nn.Module):
    """What computes the weight of a module in another way gives the module."""

    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.up = parametrizations.weight_norm(nn.Linear(d, h))
        self.down = parametrizations.spectral_norm(nn.Linear(h, d)).to(torch.float32)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.down(self.up(x))


def run() -> None:
    assert Blocks(3, 5)(torch.ones(2, 3, 6, 7)).shape == (2, 3, 6, 7)
    assert Fills(3, 5)(torch.ones(2, 3)).shape == (2, 3)
    assert Normed(3, 5)(torch.ones(2, 3)).shape == (2, 3)
