"""Mistakes behind the names that a module has for layers and functions of its own."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from functools import partial

import torch
import torch.nn.functional as F
from einops import rearrange
from einops.layers.torch import Rearrange
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn import Module, Sequential

Linear = nn.Linear
LinearNoBias = partial(Linear, bias=False)
Norm = partial(nn.LayerNorm, eps=1e-6)
PointwiseConv = partial(nn.Conv1d, kernel_size=1)
split_heads = partial(rearrange, pattern="b n (h d) -> b h n d")
merge_heads = lambda t: rearrange(t, "b h n d -> b n (h d)")  # noqa: E731
typecheck = jaxtyped(typechecker=None)


class GEGLU(Module):
    @typecheck
    def forward(self, x: Float[Tensor, "... d"]) -> Float[Tensor, "... d//2"]:
        x, gates = x.chunk(2, dim=-1)
        return F.gelu(gates) * x


class FeedForward(Module):
    """The first layer does not make room for the gates."""

    def __init__(self, dim, dim_hidden):
        super().__init__()
        self.net = Sequential(
            LinearNoBias(dim, dim_hidden),
            GEGLU(),
            LinearNoBias(dim_hidden, dim),
        )

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.net(x)
        # E: linear: inner sizes differ: dim_hidden//2 (axis -1 of the output of the layer before) and dim_hidden (in_features of self.net)  [shape-matmul]
        # N: fails for dim_hidden=4, d=2, dim=2


class Attention(Module):
    """The last layer expects one head."""

    def __init__(self, dim, heads=8, dim_head=64):
        super().__init__()
        self.heads = heads
        self.norm = Norm(dim)
        self.to_qkv = LinearNoBias(dim, dim_head * heads * 3)
        self.to_out = Linear(dim_head, dim)

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        qkv = self.to_qkv(self.norm(x)).chunk(3, dim=-1)
        q, k, v = (split_heads(t, h=self.heads) for t in qkv)
        attention = (q @ k.transpose(-1, -2)).softmax(dim=-1)
        return self.to_out(merge_heads(attention @ v))
        # E: linear: inner sizes differ: dim_head*heads (axis -1 of merge_heads(attention @ v)) and dim_head (in_features of self.to_out)  [shape-matmul]
        # N: merge_heads(attention @ v) has shape "b n dim_head*heads"
        # N: fails for dim_head=2, heads=3, d=2, dim=2


class Keys(Module):
    """The keys are not transposed."""

    def __init__(self, dim, heads=8, dim_head=64):
        super().__init__()
        self.heads = heads
        self.to_qk = LinearNoBias(dim, dim_head * heads * 2)

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b h n n"]:
        q, k = (split_heads(t, h=self.heads) for t in self.to_qk(x).chunk(2, dim=-1))
        return q @ k
        # E: matmul: inner sizes differ: dim_head (axis -1 of q) and n (axis -2 of k)  [shape-matmul]
        # N: q has shape "b heads n dim_head"
        # N: k has shape "b heads n dim_head"
        # N: fails for dim_head=2, n=3, d=2, dim=2


class ConvModule(Module):
    def __init__(self, dim, dim_inner):
        super().__init__()
        self.net = Sequential(
            Rearrange("b n c -> b c n"),
            PointwiseConv(dim, dim_inner),
            nn.GLU(dim=1),
            PointwiseConv(dim_inner, dim),
            Rearrange("b c n -> b n c"),
        )

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.net(x)
        # E: conv1d: sizes differ: dim_inner//2 (axis 1 of the output of the layer before) and dim_inner (in_channels of self.net)  [shape-op]
        # N: fails for dim_inner=4, d=2, dim=2


class Pair(Module):
    """The two parts are made for different sizes: seen through a decorator that has a name of its own."""

    def __init__(self, dim, dim_cond):
        super().__init__()
        self.norm = Conditioned(dim, dim_cond)
        self.gate = Linear(dim, dim)

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"], cond: Float[Tensor, "b n dc"]) -> Float[Tensor, "b n d"]:
        return self.norm(x, cond=cond) * self.gate(cond).sigmoid()
        # E: linear: inner sizes differ: dc (axis -1 of cond) and dim (in_features of self.gate)  [shape-matmul]
        # N: cond: Float[Tensor, "b n dc"], declared at line 117
        # N: fails for dc=3, dim=2, dim_cond=3


class Conditioned(Module):
    def __init__(self, dim, dim_cond):
        super().__init__()
        self.to_gamma = LinearNoBias(dim_cond, dim)

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"], cond: Float[Tensor, "b n dc"]) -> Float[Tensor, "b n d"]:
        return x * self.to_gamma(cond)


x = torch.randn(2, 6, 12)

RUNS = {
    "FeedForward.forward": lambda: FeedForward(12, 8)(x),
    "Attention.forward": lambda: Attention(12, 2, 5)(x),
    "Keys.forward": lambda: Keys(12, 2, 5)(x),
    "ConvModule.forward": lambda: ConvModule(12, 8)(x),
    "Pair.forward": lambda: Pair(12, 5)(x, torch.randn(2, 6, 5)),
}
