"""Attributes that are stored under a name, with one mistake each."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class ByName(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.layer = nn.Linear(d, h)
        setattr(self, "layer", nn.Linear(d, h))
        self.register_module("head", nn.Linear(d, h))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return getattr(self, "head")(self.layer(x))
        # E: linear: inner sizes differ: h (axis -1 of self.layer(x)) and d (in_features of getattr(self, 'head'))  [shape-matmul]
        # N: self.layer(x) has shape "b h"
        # N: fails for h=2, d=3


class Computed(nn.Module):
    """A computed name may be that of any attribute that begins so."""

    def __init__(self, d: int, h: int, names: list[str]) -> None:
        super().__init__()
        self.layer0 = nn.Linear(d, h)
        self.head = nn.Linear(h, d)
        for i in range(len(names)):
            setattr(self, f"layer{i}", nn.Linear(d, d))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(x)
        # E: linear: inner sizes differ: d (axis -1 of x) and h (in_features of self.head)  [shape-matmul]
        # N: x: Float[Tensor, "b d"], declared at line 32
        # N: fails for d=3, h=2


class Anything(nn.Module):
    def __init__(self, d: int, h: int, names: list[str]) -> None:
        super().__init__()
        self.layer = nn.Linear(d, h)
        for name in names:
            setattr(self, name, nn.Linear(d, d))
        self.head = nn.Linear(h, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(x)
        # E: linear: inner sizes differ: d (axis -1 of x) and h (in_features of self.head)  [shape-matmul]
        # N: x: Float[Tensor, "b d"], declared at line 47
        # N: fails for d=3, h=2


class Dict(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.size = h
        self.width = h
        self.__dict__["size"] = d
        vars(self)["width"] = d
        self.head = nn.Linear(h, d)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(x)
        # E: linear: inner sizes differ: d (axis -1 of x) and h (in_features of self.head)  [shape-matmul]
        # N: x: Float[Tensor, "b d"], declared at line 63
        # N: fails for d=3, h=2


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


RUNS = {
    "ByName.forward": lambda: ByName(3, 5)(torch.ones(2, 3)),
    "Computed.forward": lambda: Computed(3, 5, ["a"])(torch.ones(2, 3)),
    "Anything.forward": lambda: Anything(3, 5, ["layer"])(torch.ones(2, 3)),
    "Dict.forward": lambda: Dict(3, 5)(torch.ones(2, 3)),
}
