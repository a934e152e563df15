"""Sizes that callers may leave out, in modules that fail whatever they choose."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn


def exists(v):
    return v is not None


def default(v, d):
    return v if exists(v) else d


def first_given(v, d):
    if exists(v):
        return v
    return d() if callable(d) else d


class FeedForward(nn.Module):
    def __init__(self, dim, dim_hidden=None):
        super().__init__()
        dim_hidden = default(dim_hidden, dim * 4)
        self.up = nn.Linear(dim, dim_hidden)
        self.down = nn.Linear(dim, dim_hidden)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.down(torch.relu(self.up(x)))
        # E: linear: inner sizes differ: dim_hidden (axis -1 of torch.relu(self.up(x))) and dim (in_features of self.down)  [shape-matmul]
        # N: torch.relu(self.up(x)) has shape "b n dim_hidden"
        # N: fails for dim_hidden=8, dim=2, d=2


class Gated(nn.Module):
    """The gate has twice the features of the result, also where the hidden size is left out."""

    def __init__(self, *, dim, dim_hidden=None):
        super().__init__()
        dim_hidden = default(dim_hidden, dim)
        self.gate = nn.Linear(dim, dim_hidden * 2)
        self.to_hidden = nn.Linear(dim, dim_hidden)
        self.to_out = nn.Linear(dim_hidden, dim)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.to_out(self.to_hidden(x)) * self.gate(x).sigmoid()
        # E: *: sizes cannot be broadcast: dim (axis -1 of self.to_out(self.to_hidden(x))) and 2*dim_hidden (axis -1 of self.gate(x).sigmoid())  [shape-broadcast]
        # N: self.to_out(self.to_hidden(x)) has shape "b n dim"
        # N: self.gate(x).sigmoid() has shape "b n 2*dim_hidden"
        # N: fails for dim=2, dim_hidden=2, d=2


class CrossAttention(nn.Module):
    def __init__(self, dim, context_dim=None, heads=8, dim_head=64, dim_out=None):
        super().__init__()
        inner = heads * dim_head
        self.heads = heads
        self.to_q = nn.Linear(dim, inner, bias=False)
        self.to_kv = nn.Linear(first_given(context_dim, dim), inner * 2, bias=False)
        self.to_out = nn.Linear(inner * 2, first_given(dim_out, dim))

    def forward(self, x: Float[Tensor, "b n d"], context: Float[Tensor, "b m c"]) -> Float[Tensor, "b n e"]:
        q, (k, v) = self.to_q(x), self.to_kv(context).chunk(2, dim=-1)
        q, k, v = (rearrange(t, "b n (h d) -> b h n d", h=self.heads) for t in (q, k, v))
        attention = torch.einsum("b h i d, b h j d -> b h i j", q, k).softmax(dim=-1)
        out = torch.einsum("b h i j, b h j d -> b h i d", attention, v)
        return self.to_out(rearrange(out, "b h n d -> b n (h d)"))
        # E: linear: inner sizes differ: dim_head*heads (axis -1 of rearrange(out, 'b h n d -> b n (h d)')) and 2*dim_head*heads (in_features of self.to_out)  [shape-matmul]
        # N: rearrange(out, 'b h n d -> b n (h d)') has shape "b n dim_head*heads"
        # N: fails for dim_head=2, heads=3


class Annotated(nn.Module):
    def __init__(self, d_in: int, d_hidden: int | None = None, d_out: int | None = None) -> None:
        super().__init__()
        if d_hidden is None:
            d_hidden = 2 * d_in
        self.up = nn.Linear(d_in, d_hidden)
        self.down = nn.Linear(d_hidden + 1, d_out or d_in)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b e"]:
        return self.down(self.up(x))
        # E: linear: inner sizes differ: d_hidden (axis -1 of self.up(x)) and d_hidden+1 (in_features of self.down)  [shape-matmul]
        # N: self.up(x) has shape "b d_hidden"
        # N: fails for d_hidden=4, d=2, d_in=2, d_out=2


x, context = torch.randn(2, 6, 12), torch.randn(2, 5, 9)

RUNS = {
    "FeedForward.forward": lambda: FeedForward(12)(x),
    "Gated.forward": lambda: Gated(dim=12)(x),
    "CrossAttention.forward": lambda: CrossAttention(12, 9, heads=2, dim_head=5)(x, context),
    "Annotated.forward": lambda: Annotated(12)(x[:, 0]),
}
