"""Sizes that callers may leave out: what is put in their place, by helpers, by branches, by `or`."""

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
    """Right for every size of the hidden layer."""

    def __init__(self, dim, dim_hidden=None):
        super().__init__()
        dim_hidden = default(dim_hidden, dim * 4)
        self.up = nn.Linear(dim, dim_hidden)
        self.down = nn.Linear(dim_hidden, dim)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.down(torch.relu(self.up(x)))


class Gated(nn.Module):
    """Right only as long as nobody gives the hidden size: whoever does is not this class's mistake."""

    def __init__(self, *, dim, dim_hidden=None):
        super().__init__()
        dim_hidden = default(dim_hidden, dim)
        self.gate = nn.Linear(dim, dim_hidden)
        self.to_hidden = nn.Linear(dim, dim_hidden)
        self.to_out = nn.Linear(dim_hidden, dim)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.to_out(self.to_hidden(x)) * self.gate(x).sigmoid()


class CrossAttention(nn.Module):
    def __init__(self, dim, context_dim=None, heads=8, dim_head=64, dim_out=None):
        super().__init__()
        inner = heads * dim_head
        self.heads = heads
        self.to_q = nn.Linear(dim, inner, bias=False)
        self.to_kv = nn.Linear(first_given(context_dim, dim), inner * 2, bias=False)
        self.to_out = nn.Linear(inner, first_given(dim_out, dim))

    def forward(
        self, x: Float[Tensor, "b n d"], context: Float[Tensor, "b m c"] | None = None
    ) -> Float[Tensor, "b n e"]:
        context = default(context, x)
        q, (k, v) = self.to_q(x), self.to_kv(context).chunk(2, dim=-1)
        q, k, v = (rearrange(t, "b n (h d) -> b h n d", h=self.heads) for t in (q, k, v))
        attention = torch.einsum("b h i d, b h j d -> b h i j", q, k).softmax(dim=-1)
        out = torch.einsum("b h i j, b h j d -> b h i d", attention, v)
        return self.to_out(rearrange(out, "b h n d -> b n (h d)"))


class Residual(nn.Module):
    """A branch makes another module where the size is given."""

    def __init__(self, dim, dim_out=None):
        super().__init__()
        self.project = nn.Linear(dim, dim_out) if exists(dim_out) else nn.Identity()
        width = dim if dim_out is None else dim_out
        self.mix = nn.Linear(width, width)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b e"]:
        return self.mix(self.project(x))


class Annotated(nn.Module):
    def __init__(self, d_in: int, d_hidden: int | None = None, d_out: int | None = None) -> None:
        super().__init__()
        if d_hidden is None:
            d_hidden = 2 * d_in
        self.up = nn.Linear(d_in, d_hidden)
        self.down = nn.Linear(d_hidden, d_out or d_in)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b e"]:
        return self.down(self.up(x))


class TwoDefaults(nn.Module):
    """One size that is left out stands for two: they are the same only where it is given."""

    def __init__(self, dim, size=None):
        super().__init__()
        self.up = nn.Linear(dim, default(size, dim * 2))
        self.side = nn.Linear(dim, default(size, dim * 4))
        self.join = nn.Linear(dim * 6, dim) if size is None else nn.Linear(size * 2, dim)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
        return self.join(torch.cat((self.up(x), self.side(x)), dim=-1))


class OneOrSeveral(nn.Module):
    """A parameter that is given another value is no size by what becomes of that."""

    def __init__(self, sizes, dim):
        super().__init__()
        sizes = sum(sizes)
        self.linear = nn.Linear(dim, sizes)

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b e"]:
        return self.linear(x)


class NamesOfItsOwn(nn.Module):
    """A comprehension uses the name of a parameter for something else."""

    def __init__(self, size, sizes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(size, 3) for size in sizes])
        self.flag = size if isinstance(size, str) else "none"
        self.width = 5 if isinstance(size, str) else 3

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b 3"]:
        return self.layers[0](x) + torch.zeros(self.width)[:3]


class Shortcut(nn.Module):
    """The shortcut is left out where it would change nothing."""

    def __init__(self, dim, dim_out=None, groups=2):
        super().__init__()
        dim_out = dim_out or dim
        self.block = nn.Sequential(nn.Conv2d(dim, dim_out, 3, padding=1), nn.GroupNorm(groups, dim_out))
        self.shortcut = nn.Conv2d(dim, dim_out, 1) if dim != dim_out else nn.Identity()

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b o h w"]:
        return self.block(x) + self.shortcut(x)


class Adapter(nn.Module):
    """Where the size is left out, nothing is made of it."""

    def __init__(self, dim, dim_cond=None, dim_out=None):
        super().__init__()
        self.has_cond = exists(dim_cond)
        if exists(dim_cond) and exists(dim_out):
            self.cond = nn.Linear(dim_cond, dim_out)
        elif not exists(dim_cond):
            dim_out = default(dim_out, dim * 2)
            self.cond = nn.Linear(dim, dim_out)
        else:
            dim_out = dim
            self.cond = nn.Linear(dim_cond, dim)
        self.to_out = nn.Linear(dim_out, dim)

    def forward(self, x: Float[Tensor, "b d"], cond: Float[Tensor, "b c"]) -> Float[Tensor, "b d"]:
        return self.to_out(self.cond(cond if self.has_cond else x)) + x


def run() -> None:
    x, context = torch.randn(2, 6, 12), torch.randn(2, 5, 9)
    for hidden in (None, 7):
        FeedForward(12, hidden)(x)
        Annotated(12, hidden, hidden)(x[:, 0])
        TwoDefaults(12, hidden)(x[:, 0])
        Residual(12, hidden)(x[:, 0])
    Gated(dim=12)(x)
    CrossAttention(12, heads=2, dim_head=5)(x)
    CrossAttention(12, 9, heads=2, dim_head=5, dim_out=4)(x, context)
    OneOrSeveral((3, 4), 12)(x[:, 0])
    NamesOfItsOwn("wide", [12, 7])(x[:, 0])
    for out in (None, 4):
        Shortcut(6, out)(torch.randn(2, 6, 5, 5))
        Adapter(12, None, out)(x[:, 0], context[:, 0])
        Adapter(12, 9, out)(x[:, 0], context[:, 0])
