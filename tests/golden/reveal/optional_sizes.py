"""What is known of layers that a module calls by other names, and of sizes that may be left out."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from functools import partial
from typing import reveal_type

import torch
from einops import rearrange
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

LinearNoBias = partial(nn.Linear, bias=False)
split_heads = partial(rearrange, pattern="b n (h d) -> b h n d")
typecheck = jaxtyped(typechecker=None)


def exists(v):
    return v is not None


def default(v, d):
    return v if exists(v) else d


class Attention(nn.Module):
    def __init__(self, dim, heads=8, dim_head=64, dim_out=None):
        super().__init__()
        self.heads = heads
        self.to_qk = LinearNoBias(dim, dim_head * heads * 2)
        self.to_out = LinearNoBias(dim, default(dim_out, dim))

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n e"]:
        q, _ = self.to_qk(x).chunk(2, dim=-1)
        reveal_type(split_heads(q, h=self.heads))
        # N: Revealed shape is "Shaped[Tensor, 'b heads n dim_head']"
        # N: Revealed type is "Any"
        reveal_type(self.to_out(x))
        # N: Revealed shape is "Shaped[Tensor, 'b n dim_out']"
        # N: Revealed type is "Any"
        return self.to_out(x)


class Other(nn.Module):
    """One size for what two defaults give would be wrong where it is left out."""

    def __init__(self, dim, size=None):
        super().__init__()
        self.up = LinearNoBias(dim, default(size, dim * 2))
        self.side = LinearNoBias(dim, default(size, dim * 3))

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b e"]:
        reveal_type(self.up(x))
        # N: Revealed shape is "Shaped[Tensor, 'b size']"
        # N: Revealed type is "Any"
        reveal_type(self.side(x))
        # N: Revealed shape is "Shaped[Tensor, 'b _']"
        # N: Revealed type is "Any"
        return self.side(x)


def made(x: Float[Tensor, "b n 12"]) -> None:
    reveal_type(Attention(12)(x))
    # N: Revealed shape is "Shaped[Tensor, 'b n 12']"
    # N: Revealed type is "Any"
    reveal_type(Attention(12, dim_out=7)(x))
    # N: Revealed shape is "Shaped[Tensor, 'b n 7']"
    # N: Revealed type is "Any"


def run() -> None:
    Other(12)(torch.zeros(3, 12))
    Other(12, 5)(torch.zeros(3, 12))
    made(torch.zeros(2, 3, 12))


RUNS = {"made": lambda: made(torch.zeros(2, 3, 12)), "Other": run}
