"""Heads of a module, joined."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Heads(nn.Module):
    def __init__(self, d: int, d_head: int, n_heads: int) -> None:
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(d, d_head) for _ in range(n_heads)])
        self.out = nn.Linear(d_head, d)

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
        return self.out(torch.cat([head(x) for head in self.heads], dim=-1))
