"""Integers that objects hold: what is stored into them is known, also inside the attribute of another object."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass
class Stage:
    inner: int
    outer: int


class Cache(nn.Module):
    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage

    def widen(self) -> None:
        self.stage.inner = 3

    def stored_in_a_method(self) -> Tensor:
        self.widen()
        return torch.zeros(self.stage.inner) + torch.zeros(4)
        # E: +: sizes cannot be broadcast: 3 (axis -1 of torch.zeros(self.stage.inner)) and 4 (axis -1 of torch.zeros(4))  [shape-broadcast]
        # N: torch.zeros(self.stage.inner) has shape "3"
        # N: torch.zeros(4) has shape "4"

    def stored_here(self) -> Tensor:
        self.stage.inner = 5
        return torch.zeros(self.stage.inner) + torch.zeros(4)
        # E: +: sizes cannot be broadcast: 5 (axis -1 of torch.zeros(self.stage.inner)) and 4 (axis -1 of torch.zeros(4))  [shape-broadcast]
        # N: torch.zeros(self.stage.inner) has shape "5"
        # N: torch.zeros(4) has shape "4"

    def the_same_until_it_is_changed(self) -> Tensor:
        self.widen()
        size = self.stage.outer
        return torch.zeros(size, 3) @ torch.zeros(3, self.stage.outer) @ torch.zeros(self.stage.outer + 1, 2)
        # E: matmul: inner sizes differ: self.stage.outer (axis -1) and self.stage.outer+1 (axis -2 of torch.zeros(self.stage.outer + 1, 2))  [shape-matmul]
        # N: torch.zeros(self.stage.outer + 1, 2) has shape "self.stage.outer+1 2"


class Growing(nn.Module):
    def __init__(self, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 4) for _ in range(depth)])

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.layers[1](self.layers[0](x))
        # E: linear: inner sizes differ: 4 (axis -1 of self.layers[0](x)) and 3 (in_features of self.layers[1])  [shape-matmul]
        # N: self.layers[0](x) has shape "... 4"
        return y


RUNS = {
    "Growing.forward": lambda: Growing(2)(torch.ones(2, 3)),
    "Cache.stored_in_a_method": lambda: Cache(Stage(2, 2)).stored_in_a_method(),
    "Cache.stored_here": lambda: Cache(Stage(2, 2)).stored_here(),
    "Cache.the_same_until_it_is_changed": lambda: Cache(Stage(2, 2)).the_same_until_it_is_changed(),
}
