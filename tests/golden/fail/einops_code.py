"""Patterns of einops that do not fit."""

import torch
from einops import einsum, rearrange, reduce, repeat
from jaxtyping import Bool, Float
from torch import Tensor


def heads(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b 2 t d//2"]:
    return rearrange(x, "b t (h e) -> b t h e", h=2)
    # E: Return value has shape "b t 2 d//2"; expected "b 2 t d//2": axis 1 is t, not 2  [shape-literal]
    # N: fails for t=3, d=4


def attention(
    q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s d"], h: int
) -> Float[Tensor, "b t d"]:
    q, k, v = (rearrange(x, "b n (h e) -> b h n e", h=h) for x in (q, k, v))
    scores = einsum(q, k, "b h i e, b h j e -> b h j i")
    out = einsum(scores.softmax(-1), v, "b h i j, b h j e -> b h i e")
    # E: einsum: sizes of "j" differ: t (axis 3 of scores.softmax(-1)) and s (axis 2 of v)  [shape-op]
    # N: scores.softmax(-1) has shape "b h s t"
    # N: v has shape "b h s d//h"
    # N: fails for t=2, s=3
    # N: "scores.softmax(-1).mT" would fit: its shape is "b h t s"
    return rearrange(out, "b h n e -> b n (h e)")


def masked_mean(x: Float[Tensor, "b t d"], mask: Bool[Tensor, "b t"]) -> Float[Tensor, "b d"]:
    weights = rearrange(mask, "b t -> b t 1").float()
    return reduce(x * weights, "b t d -> b t", "sum") / weights.sum(1)
    # E: Return value has shape "b t"; expected "b d": axis 1 is t, not d  [shape-mismatch]
    # N: fails for t=2, d=3


def an_axis_is_missing(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d t"]:
    return rearrange(x, "b t -> t b")
    # E: rearrange: x has 3 axes, "b t d", but needs 2 axes  [shape-rank]
    # N: x: Float[Tensor, "b t d"], declared at line 36


def repeated(x: Float[Tensor, "b d"], y: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
    return y + repeat(x, "b d -> b m d", m=y.shape[0])
    # E: +: sizes cannot be broadcast: n (axis -2 of y) and b (axis -2 of repeat(x, 'b d -> b m d', m=y.shape[0]))  [shape-broadcast]
    # N: y: Float[Tensor, "b n d"], declared at line 42
    # N: repeat(x, 'b d -> b m d', m=y.shape[0]) has shape "b b d"
    # N: fails for n=2, b=3


RUNS = {
    "heads": lambda: heads(torch.randn(2, 3, 4)),
    "attention": lambda: attention(torch.randn(2, 6, 4), torch.randn(2, 5, 4), torch.randn(2, 5, 4), 2),
    "masked_mean": lambda: masked_mean(torch.randn(2, 6, 4), torch.ones(2, 6, dtype=torch.bool)),
    "an_axis_is_missing": lambda: an_axis_is_missing(torch.randn(2, 3, 4)),
    "repeated": lambda: repeated(torch.randn(2, 3), torch.randn(2, 5, 3)),
}
