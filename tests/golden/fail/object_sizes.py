"""Axes of a method and sizes of its object that are taken for each other."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Attention(nn.Module):
    """The keys are not transposed: the length meets the size of a head."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.d_head = dim // heads
        self.to_qkv = nn.Linear(dim, 3 * dim)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        b, n, d = x.shape
        q, k, v = (
            t.view(b, n, self.heads, self.d_head).transpose(1, 2) for t in self.to_qkv(x).chunk(3, dim=-1)
        )
        weights = (q @ k / self.d_head**0.5).softmax(dim=-1)
        # E: matmul: inner sizes differ: dim//heads (axis -1 of q) and n (axis -2 of k)  [shape-matmul]
        # N: q has shape "b heads n dim//heads"
        # N: k has shape "b heads n dim//heads"
        # N: fails for dim=8, heads=2, n=3, d=8
        return (weights @ v).transpose(1, 2).reshape(b, n, d)


class SqueezeExcite(nn.Module):
    """The weights of the channels are laid along the width."""

    def __init__(self, c: int) -> None:
        super().__init__()
        self.gate = nn.Linear(c, c)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        gate = self.gate(x.mean((2, 3)))
        return x * gate[:, None, None]
        # E: *: sizes cannot be broadcast: w (axis -1 of x) and c (axis -1 of gate[:, None, None])  [shape-broadcast]
        # N: x: Float[Tensor, "b c h w"], declared at line 37
        # N: gate[:, None, None] has shape "b 1 1 c"
        # N: fails for w=2, c=3


RUNS = {
    "Attention.forward": lambda: Attention(6, 2)(torch.ones(2, 5, 6)),
    "SqueezeExcite.forward": lambda: SqueezeExcite(3)(torch.ones(2, 3, 4, 5)),
}
