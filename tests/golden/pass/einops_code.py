"""Code that is written with einops."""

import torch
from einops import einsum, pack, rearrange, reduce, repeat, unpack
from jaxtyping import Bool, Float
from torch import Tensor


def heads(x: Float[Tensor, "b t d"], h: int) -> Float[Tensor, "b h t d//h"]:
    return rearrange(x, "b t (h e) -> b h t e", h=h)


def attention(
    q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s d"], h: int
) -> Float[Tensor, "b t d"]:
    q, k, v = (rearrange(x, "b n (h e) -> b h n e", h=h) for x in (q, k, v))
    scores = einsum(q, k, "b h i e, b h j e -> b h i j")
    out = einsum(scores.softmax(-1), v, "b h i j, b h j e -> b h i e")
    return rearrange(out, "b h n e -> b n (h e)")


def masked_mean(x: Float[Tensor, "b t d"], mask: Bool[Tensor, "b t"]) -> Float[Tensor, "b d"]:
    weights = rearrange(mask, "b t -> b t 1").float()
    return reduce(x * weights, "b t d -> b d", "sum") / weights.sum(1)


def patches(images: Float[Tensor, "b c h w"], p: int) -> Float[Tensor, "b _ _"]:
    return rearrange(images, "b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=p, p2=p)


def repeated(x: Float[Tensor, "b d"], n: int) -> Float[Tensor, "b n d"]:
    return repeat(x, "b d -> b n d", n=n)


def packed(x: Float[Tensor, "*b n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "*b n k"]:
    flat, sizes = pack([x], "* n d")
    (out,) = unpack(flat @ w, sizes, "* n k")
    return out


def pooled(x: Float[Tensor, "b t d"], size: int) -> Float[Tensor, "b t//{size} d"]:
    return reduce(x, "b (t s) d -> b t d", "mean", s=size)


def grouped(x: Float[Tensor, "b h t d"], k: Float[Tensor, "b g s d"]) -> Float[Tensor, "b h t s"]:
    groups = k.shape[1]
    q = rearrange(x, "b (g r) t d -> b g r t d", g=groups)
    return rearrange(einsum(q, k, "b g r t d, b g s d -> b g r t s"), "b g r t s -> b (g r) t s")


def run() -> None:
    x = torch.randn(2, 6, 4)
    assert heads(x, 2).shape == (2, 2, 6, 2)
    assert attention(x, torch.randn(2, 5, 4), torch.randn(2, 5, 4), 2).shape == (2, 6, 4)
    assert masked_mean(x, torch.ones(2, 6, dtype=torch.bool)).shape == (2, 4)
    assert patches(torch.randn(2, 3, 8, 8), 4).shape == (2, 4, 48)
    assert repeated(torch.randn(2, 3), 5).shape == (2, 5, 3)
    assert packed(torch.randn(5, 2, 6, 4), torch.randn(4, 3)).shape == (5, 2, 6, 3)
    assert pooled(x, 2).shape == (2, 3, 4)
    assert grouped(torch.randn(2, 4, 3, 5), torch.randn(2, 2, 6, 5)).shape == (2, 4, 3, 6)
