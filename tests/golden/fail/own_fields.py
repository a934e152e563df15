"""The integer fields of an object in its own methods, with one mistake each."""

from dataclasses import dataclass, field
from typing import NamedTuple

import attrs
import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass
class Scale:
    d: int
    k: int = 4

    def same(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        return x * torch.ones(self.d + 1)
        # E: *: sizes cannot be broadcast: d (axis -1 of x) and self.d+1 (axis -1 of torch.ones(self.d + 1))  [shape-broadcast]
        # N: x: Float[Tensor, "batch d"], declared at line 17
        # N: torch.ones(self.d + 1) has shape "self.d+1"
        # N: fails for d=2, self.d=2

    def made(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        return torch.zeros(x.shape[0], self.k)
        # E: Return value has shape "batch self.k"; expected "batch d": axis 1 is self.k, not d  [shape-mismatch]
        # N: torch.zeros(x.shape[0], self.k) has shape "batch self.k"
        # N: fails for self.k=2, d=3, self.d=3


@attrs.frozen
class Frozen:
    d: int
    k: int
    weight: Float[Tensor, "d k"]

    def apply(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch k"]:
        return x @ self.weight + torch.zeros(2, self.k, 3)
        # E: +: sizes cannot be broadcast: k (axis -1 of x @ self.weight) and 3 (axis -1 of torch.zeros(2, self.k, 3))  [shape-broadcast]
        # N: x @ self.weight has shape "batch k"
        # N: torch.zeros(2, self.k, 3) has shape "2 self.k 3"
        # N: fails for k=2, d=2, self.d=2


class Pair(NamedTuple):
    d: int
    k: int

    def widened(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d+{self.k}"]:
        return torch.cat([x, torch.zeros(self.k, 2 * self.d)], dim=0)
        # E: cat: sizes differ: d (axis 1 of x) and 2*self.d (axis 1 of torch.zeros(self.k, 2 * self.d))  [shape-op]
        # N: fails for d=2, self.d=2


@dataclass
class Finished:
    """What `__post_init__` makes of a field is what every reader finds."""

    d: int
    d_head: int = -1
    heads: int = field(default=2)

    def __post_init__(self) -> None:
        self.d = 2 * self.d
        if self.d_head == -1:
            self.d_head = self.d // self.heads

    def split(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch heads d_head"]:
        return x.view(x.shape[0], self.heads, self.d_head + 1)
        # E: view: element counts differ: x, "batch d", has batch*d elements; "batch self.heads self.d_head+1" would have batch*self.d_head*self.heads+batch*self.heads  [shape-op]
        # N: x: Float[Tensor, "batch d"], declared at line 68
        # N: fails for d=4, self.d_head=2, self.heads=2, self.d=2


@dataclass(frozen=True)
class Derived:
    d: int
    heads: int
    d_head: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "d_head", self.d // self.heads)

    def weight(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch k"]:
        return x @ torch.zeros(self.heads * self.d_head, 5)


class Heads(nn.Module):
    """What a configuration fills in is a division without remainder, as those of a constructor are."""

    def __init__(self, config: Finished) -> None:
        super().__init__()
        self.heads = config.heads
        self.d_head = config.d_head
        self.linear = nn.Linear(config.d, config.d)

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch heads d_head"]:
        return self.linear(x).view(x.shape[0], self.heads, 2 * self.d_head)
        # E: view: element counts differ: self.linear(x), "batch 2*config.d", has 2*batch*config.d elements; "batch config.heads 2*config.d_head" would have 2*batch*config.d_head*config.heads  [shape-op]
        # N: self.linear(x) has shape "batch 2*config.d"
        # N: fails for config.d=2, config.d_head=2, config.heads=2, d=4


def made(x: Float[Tensor, "batch 8"]) -> Float[Tensor, "batch 8"]:
    return x + torch.zeros(Finished(5).d) + torch.zeros(Finished(4).heads * Finished(4, 4).d_head)
    # E: +: sizes cannot be broadcast: 8 (axis -1 of x) and 10 (axis -1 of torch.zeros(Finished(5).d))  [shape-broadcast]
    # N: x: Float[Tensor, "batch 8"], declared at line 104
    # N: torch.zeros(Finished(5).d) has shape "10"


RUNS = {
    "Scale.same": lambda: Scale(3).same(torch.ones(2, 3)),
    "Scale.made": lambda: Scale(3).made(torch.ones(2, 3)),
    "Frozen.apply": lambda: Frozen(3, 4, torch.ones(3, 4)).apply(torch.ones(2, 3)),
    "Pair.widened": lambda: Pair(3, 4).widened(torch.ones(2, 3)),
    "Finished.split": lambda: Finished(3).split(torch.ones(2, 6)),
    "Heads.forward": lambda: Heads(Finished(3))(torch.ones(2, 6)),
    "made": lambda: made(torch.ones(2, 8)),
}
