"""Sizes that callers give as integers."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def zeros_of(height: int, width: int = 3) -> Float[Tensor, "{height} {width}"]:
    return torch.zeros(height, width)


def padded(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b t+{n}"]:
    return torch.cat([x, x.new_zeros(x.shape[0], n)], dim=1)


def tiled(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b {n}*t"]:
    return x.repeat(1, n)


def best(x: Float[Tensor, "b t"], k: int) -> Float[Tensor, "b {k}"]:
    values, _ = x.topk(k, dim=1)
    return values


def repeat_heads(x: Float[Tensor, "b h s d"], n: int) -> Float[Tensor, "b h*{n} s d"]:
    b, h, s, d = x.shape
    return x[:, :, None].expand(b, h, n, s, d).reshape(b, h * n, s, d)


def windows(x: Float[Tensor, "t"], length: int) -> Float[Tensor, "t//{length} {length}"]:
    return x.view(-1, length)


def split_heads(x: Float[Tensor, "b t d"], heads: int) -> Float[Tensor, "b {heads} t d//{heads}"]:
    b, t, d = x.shape
    return x.view(b, t, heads, d // heads).transpose(1, 2)


def weighted(
    x: Float[Tensor, "b t d"], heads: int, mask: Bool[Tensor, "#heads t"]
) -> Float[Tensor, "b heads t"]:
    """An axis that is called like an integer is the same once they meet."""
    return split_heads(x, heads).sum(-1).masked_fill(mask, 0.0)


def two_views(z: Float[Tensor, "rows d"], n: int) -> Float[Tensor, "2*{n} d"]:
    """Where an axis meets an integer, callers give what suits."""
    return z + torch.arange(2 * n)[:, None]


def heads_of(x: Float[Tensor, "b t d"], heads: int, size: int) -> Float[Tensor, "b {heads} t {size}"]:
    b, t, _ = x.shape
    return x.view(b, t, heads, size).transpose(1, 2)


def reassigned(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b _"]:
    n = min(n, x.shape[1])
    return x[:, :n]


def run() -> None:
    assert zeros_of(2).shape == (2, 3)
    assert (zeros_of(2, 5) @ zeros_of(5, 4)).shape == (2, 4)
    assert padded(torch.ones(2, 3), 2).shape == (2, 5)
    assert tiled(torch.ones(2, 3), 2).shape == (2, 6)
    assert best(torch.ones(4, 3), 2).shape == (4, 2)
    assert repeat_heads(torch.ones(2, 3, 4, 5), 2).shape == (2, 6, 4, 5)
    assert windows(torch.ones(8), 2).shape == (4, 2)
    assert split_heads(torch.ones(2, 3, 4), 2).shape == (2, 2, 3, 2)
    assert weighted(torch.ones(2, 3, 4), 2, torch.ones(2, 3, dtype=torch.bool)).shape == (2, 2, 3)
    assert two_views(torch.ones(4, 3), 2).shape == (4, 3)
    assert heads_of(torch.ones(2, 3, 8), 2, 4).shape == (2, 2, 3, 4)
    assert reassigned(torch.ones(2, 3), 2).shape == (2, 2)
