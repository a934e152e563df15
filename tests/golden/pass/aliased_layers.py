"""Layers and functions that a module calls by names of its own, and a ViT that is made of them."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from functools import partial

import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from einops.layers.torch import Rearrange
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn import Module, ModuleList, Sequential

Linear = nn.Linear
LinearNoBias = partial(Linear, bias=False)
PointwiseConv = partial(nn.Conv1d, kernel_size=1)
Norm = partial(nn.LayerNorm, eps=1e-6)
split_heads = partial(rearrange, pattern="b n (h d) -> b h n d")
merge_heads = lambda t: rearrange(t, "b h n d -> b n (h d)")  # noqa: E731
typecheck = jaxtyped(typechecker=None)


def pair(t):
    return t if isinstance(t, tuple) else (t, t)


class GEGLU(Module):
    @typecheck
    def forward(self, x: Float[Tensor, "... d"]) -> Float[Tensor, "... d//2"]:
        x, gates = x.chunk(2, dim=-1)
        return F.gelu(gates) * x


class FeedForward(Module):
    def __init__(self, dim, mult=4, dropout=0.0):
        super().__init__()
        inner = int(dim * mult)
        self.net = Sequential(
            Norm(dim),
            LinearNoBias(dim, inner * 2),
            GEGLU(),
            nn.Dropout(dropout),
            LinearNoBias(inner, dim),
        )

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.net(x)


class Attention(Module):
    def __init__(self, dim, heads=8, dim_head=64):
        super().__init__()
        inner = dim_head * heads
        self.heads = heads
        self.scale = dim_head**-0.5
        self.norm = Norm(dim)
        self.to_qkv = LinearNoBias(dim, inner * 3)
        self.to_out = Sequential(Linear(inner, dim), nn.Dropout(0.0))

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        qkv = self.to_qkv(self.norm(x)).chunk(3, dim=-1)
        q, k, v = (split_heads(t, h=self.heads) for t in qkv)
        attention = (q @ k.transpose(-1, -2) * self.scale).softmax(dim=-1)
        return self.to_out(merge_heads(attention @ v))


class Transformer(Module):
    def __init__(self, dim, depth, heads, dim_head, mult):
        super().__init__()
        self.layers = ModuleList([])
        for _ in range(depth):
            self.layers.append(
                ModuleList(
                    [Attention(dim, heads=heads, dim_head=dim_head), FeedForward(dim, mult=mult)],
                )
            )
        self.norm = Norm(dim)

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        for attention, feed_forward in self.layers:  # type: ignore[misc]
            x = attention(x) + x  # type: ignore[has-type]
            x = feed_forward(x) + x  # type: ignore[has-type]
        return self.norm(x)


class ViT(Module):
    def __init__(self, *, image_size, patch_size, num_classes, dim, depth, heads, channels=3, dim_head=64):
        super().__init__()
        image_height, image_width = pair(image_size)
        patch_height, patch_width = pair(patch_size)
        patches = (image_height // patch_height) * (image_width // patch_width)
        patch_dim = channels * patch_height * patch_width
        self.to_patches = Sequential(
            Rearrange("b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=patch_height, p2=patch_width),
            Norm(patch_dim),
            Linear(patch_dim, dim),
            Norm(dim),
        )
        self.positions = nn.Parameter(torch.randn(1, patches + 1, dim))
        self.cls_token = nn.Parameter(torch.randn(1, 1, dim))
        self.transformer = Transformer(dim, depth, heads, dim_head, 4)
        self.head = Linear(dim, num_classes)

    @typecheck
    def forward(self, images: Float[Tensor, "b c h w"]) -> Float[Tensor, "b classes"]:
        x = self.to_patches(images)
        tokens = repeat(self.cls_token, "1 1 d -> b 1 d", b=x.shape[0])
        x = torch.cat((tokens, x), dim=1) + self.positions
        return self.head(self.transformer(x)[:, 0])


class ConvModule(Module):
    def __init__(self, dim, expansion=2):
        super().__init__()
        inner = dim * expansion
        self.net = Sequential(
            Rearrange("b n c -> b c n"),
            PointwiseConv(dim, inner * 2),
            nn.GLU(dim=1),
            nn.BatchNorm1d(inner),
            PointwiseConv(inner, dim),
            Rearrange("b c n -> b n c"),
        )

    @typecheck
    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.net(x)


Activation = nn.ReLU
if torch.get_num_threads() > 64:
    Activation = nn.GELU  # type: ignore[misc, assignment]

Projection = partial(nn.Linear, 4)


def wider() -> None:
    """What a function gives another value is not relied on."""
    global Projection  # noqa: PLW0603
    Projection = partial(nn.Linear, 8)


class Chosen(Module):
    def __init__(self) -> None:
        super().__init__()
        self.projection = Projection(3)
        self.activation = Activation()

    def forward(self, x: Float[Tensor, "b 8"]) -> Float[Tensor, "b 3"]:
        return self.activation(self.projection(x))


def run() -> None:
    x = torch.randn(2, 6, 12)
    FeedForward(12)(x)
    FeedForward(12, mult=2)(x)
    Attention(12, heads=2, dim_head=5)(x)
    Transformer(12, 2, 2, 5, 3)(x)
    ConvModule(12)(x)
    wider()
    Chosen()(torch.randn(2, 8))
    vit = ViT(
        image_size=(8, 12), patch_size=4, num_classes=7, dim=12, depth=1, heads=2, channels=3, dim_head=5
    )
    vit(torch.randn(2, 3, 8, 12))
