"""An axis of the method where a part of another one belongs: the tensor lists both."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Attention(nn.Module):
    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.d_head = dim // heads
        self.qkv = nn.Linear(dim, 3 * dim)

    def heads_of(self, x: Float[Tensor, "b n d"]) -> tuple[Tensor, Tensor, Tensor]:
        b, n, d = x.shape
        q, k, v = (t.view(b, n, self.heads, self.d_head).transpose(1, 2) for t in self.qkv(x).split(d, -1))
        return q, k, v

    def wrong_order(self, x: Float[Tensor, "b n d"]) -> Tensor:
        q, k, v = self.heads_of(x)
        weights = (q @ k.mT).softmax(-1)
        return v @ weights
        # E: matmul: inner sizes differ: dim//heads (axis -1 of v) and n (axis -2 of weights)  [shape-matmul]
        # N: v has shape "b heads n dim//heads"
        # N: weights has shape "b heads n n"
        # N: fails for dim=8, heads=2, n=3, d=8
        # N: "v.mT" would fit: its shape is "b heads dim//heads n"

    def not_joined(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        q, k, v = self.heads_of(x)
        return ((q @ k.mT).softmax(-1) @ v).flatten(2)
        # E: Return value has shape "b heads n*(dim//heads)"; expected "b n d": axis 1 is heads, not n  [shape-mismatch]
        # N: ((q @ k.mT).softmax(-1) @ v).flatten(2) has shape "b heads n*(dim//heads)"
        # N: fails for heads=2, n=3, d=8, dim=8


RUNS = {
    "Attention.wrong_order": lambda: Attention(6, 2).wrong_order(torch.randn(2, 5, 6)),
    "Attention.not_joined": lambda: Attention(6, 2).not_joined(torch.randn(2, 5, 6)),
}
