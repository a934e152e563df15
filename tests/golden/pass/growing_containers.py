"""Containers of modules that are filled after they were made."""

from collections import OrderedDict

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Block(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.linear = nn.Linear(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.linear(x)


class Appended(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, h)).append(nn.ReLU())
        self.net.append(nn.Linear(h, d))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.net(x)


class Aliased(nn.Module):
    """Every name of a container sees the change; so does each of those that it may be."""

    def __init__(self, d: int, h: int, *, deep: bool) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, h))
        if deep:
            self.net.append(nn.Linear(h, h))
        net = self.net
        net.append(nn.Linear(h, d))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.net(x)


class Edited(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, d), nn.ReLU(), nn.Linear(h, d))
        self.net[0] = nn.Linear(d, h)
        self.net.insert(1, nn.LayerNorm(h))
        self.net.extend([nn.ReLU(), nn.Linear(d, h)])
        self.net.pop(-1)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.net(x)


class Added(nn.Module):
    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        self.net = nn.Sequential()
        for i in range(n):
            self.net.add_module(f"linear{i}", nn.Linear(d, d))
            self.net.add_module(f"relu{i}", nn.ReLU())
        self.net += nn.Sequential(nn.Linear(d, h))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.net(x)


class Collected(nn.Module):
    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Linear(d, h)]
        for _ in range(n):
            layers += [nn.Sequential(nn.Linear(h, h), nn.ReLU())]
            layers.append(nn.LayerNorm(h))
        layers.append(nn.Linear(h, d))
        self.net = nn.Sequential(*layers)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.net(x)


class Blocks(nn.Module):
    """Modules of the program, made in a loop: one stands for all of them."""

    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList()
        for _ in range(n):
            block = Block(d, d)
            self.blocks.append(block)
        self.head = nn.Linear(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class OneOfThem(nn.Module):
    """What is done to one of several modules that are alike is not done to the others."""

    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([Block(d, d) for _ in range(n)])
        self.blocks[0].linear = nn.Linear(d, h)
        self.head = nn.Linear(d, h)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        return self.head(self.blocks[1](x))


class Inserted(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(d, h)])
        self.layers.insert(0, nn.Linear(d, d))
        self.layers += [nn.Linear(h, d)]

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.layers[2](self.layers[1](self.layers[0](x)))


class Named(nn.Module):
    def __init__(self, d: int, h: int) -> None:
        super().__init__()
        self.parts = nn.ModuleDict({"up": nn.Linear(d, h)})
        self.parts.update({"down": nn.Linear(h, d)})
        self.pairs = nn.ModuleDict(OrderedDict([("up", nn.Linear(d, h)), ("down", nn.Linear(h, d))]))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        y = self.parts["down"](self.parts["up"](x))
        return self.pairs["down"](self.pairs["up"](y))


class ByKey(nn.Module):
    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        self.first = nn.ModuleDict({name: nn.Linear(d, h) for name in ("a", "b")})
        self.others = nn.ModuleDict({str(i): nn.Linear(h, d) for i in range(n)})

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        total = torch.zeros_like(x)
        for layer in self.others.values():
            total = total + layer(self.first["a"](x))
        return total


class Weights(nn.Module):
    def __init__(self, d: int, h: int, n: int) -> None:
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(torch.randn(d, d)) for _ in range(n)])
        self.named = nn.ParameterDict({"up": nn.Parameter(torch.randn(d, h))})

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b h"]:
        for weight in self.weights:
            x = x @ weight
        return x @ self.named["up"]


def shortened(x: Float[Tensor, "b 3"]) -> Float[Tensor, "b 5"]:
    net = nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 7))
    del net[1]
    return net(x)


def pruned(x: Float[Tensor, "b 3"]) -> Float[Tensor, "b 2"]:
    layer = nn.Linear(3, 5)
    layer.weight.data = layer.weight.data[:2]
    layer.bias.data = layer.bias.data[:2]
    return layer(x)


def replaced(x: Float[Tensor, "b 3"]) -> Float[Tensor, "b 2"]:
    layer = nn.Linear(3, 5)
    layer.weight = nn.Parameter(layer.weight[:2])
    layer.bias = nn.Parameter(layer.bias[:2])
    return layer(x)


def hooked(x: Float[Tensor, "b 3"]) -> Float[Tensor, "b 2"]:
    layer = nn.Linear(3, 5)
    layer.register_forward_hook(lambda module, given, result: result[:, :2])
    return layer(x)


def run() -> None:
    x = torch.ones(2, 3)
    assert Appended(3, 5)(x).shape == (2, 3)
    assert Aliased(3, 5, deep=True)(x).shape == (2, 3)
    assert Edited(3, 5)(x).shape == (2, 3)
    assert Added(3, 5, 2)(x).shape == (2, 5)
    assert Collected(3, 5, 2)(x).shape == (2, 3)
    assert Blocks(3, 5, 2)(x).shape == (2, 5)
    assert OneOfThem(3, 5, 2)(x).shape == (2, 5)
    assert Inserted(3, 5)(x).shape == (2, 3)
    assert Named(3, 5)(x).shape == (2, 3)
    assert ByKey(3, 5, 2)(x).shape == (2, 3)
    assert Weights(3, 5, 2)(x).shape == (2, 5)
    assert shortened(x).shape == (2, 5)
    assert pruned(x).shape == (2, 2)
    assert replaced(x).shape == (2, 2)
    assert hooked(x).shape == (2, 2)
