"""Convolutions, flattened for a linear layer."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Digits(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1)
        self.head = nn.Linear(16 * 28 * 28, 10)

    def forward(self, x: Float[Tensor, "b 1 28 28"]) -> Float[Tensor, "b 10"]:
        return self.head(torch.relu(self.conv(x)).flatten(1))
