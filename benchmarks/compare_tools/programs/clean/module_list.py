"""Layers in a loop."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Residual(nn.Module):
    def __init__(self, d: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(d, d) for _ in range(depth)])

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        for layer in self.layers:
            x = x + torch.relu(layer(x))
        return x
