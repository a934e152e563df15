"""Attributes that are stored under a name: what was known of them is not known any more."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class ByName(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.layer = nn.Linear(d, h)
        setattr(self, "layer", nn.Linear(d, d))
        self.register_module("head", nn.Linear(d, h))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return getattr(self, "head")(self.layer(x))


class Computed(nn.Module):
    """A computed name may be that of any attribute that begins so."""

    def __init__(self, d: int, h: int, names: list[str]) -> None:
        super().__init__()
        self.layer0 = nn.Linear(d, h)
        self.head = nn.Linear(d, h)
        for i in range(len(names)):
            setattr(self, f"layer{i}", nn.Linear(d, d))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(self.layer0(x))


class Anything(nn.Module):
    def __init__(self, d: int, h: int, names: list[str]) -> None:
        super().__init__()
        self.layer = nn.Linear(d, h)
        for name in names:
            setattr(self, name, nn.Linear(d, d))
        self.head = nn.Linear(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(self.layer(x))


class Dict(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.size = h
        self.width = h
        self.__dict__["size"] = d
        vars(self)["width"] = d
        self.head = nn.Linear(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(x + x.new_ones(self.size) + x.new_ones(self.width))


class Elsewhere(nn.Module):
    """What another method changes, `forward` does not find as the constructor has left it."""

    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.layer = nn.Linear(d, h)
        self.net = nn.Sequential(nn.Linear(d, d))
        self.layers = nn.ModuleList([nn.Linear(d, d), nn.Linear(d, h)])
        self.named = nn.ModuleDict({"a": nn.Linear(d, h)})
        self.head = nn.Linear(d, h)
        self.shrink(d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        x = self.named["a"](self.layers[1](self.net(self.layer(x))))
        return self.head(x)

    def shrink(self, d: int) -> None:
        setattr(self, "layer", nn.Linear(d, d))
        self.net.append(nn.Linear(d, d))
        layers = self.layers
        layers[1] = nn.Linear(d, d)
        self.named["a"] = nn.Linear(d, d)


def run() -> None:
    x = torch.ones(2, 3)
    assert ByName(3, 5)(x).shape == (2, 5)
    assert Computed(3, 5, ["a"])(x).shape == (2, 5)
    assert Anything(3, 5, ["layer"])(x).shape == (2, 5)
    assert Dict(3, 5)(x).shape == (2, 5)
    assert Elsewhere(3, 5)(x).shape == (2, 5)
