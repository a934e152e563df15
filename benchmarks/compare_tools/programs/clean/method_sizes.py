"""A table of the object, cut to the length of the input."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Positions(nn.Module):
    def __init__(self, longest: int, d: int) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.zeros(longest, d))

    def forward(self, x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq d"]:
        return x + self.table[: x.shape[1]]
