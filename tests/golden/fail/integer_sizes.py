"""Sizes that callers give as integers, in the wrong place."""

import torch
from jaxtyping import Float
from torch import Tensor


def zeros_of(height: int, width: int) -> Float[Tensor, "{height} {width}"]:
    return torch.zeros(width, height)
    # E: Return value has shape "width height"; expected "{height} {width}": axis 0 is width, not {height}  [shape-mismatch]
    # N: torch.zeros(width, height) has shape "width height"
    # N: fails for width=2, height=3


def padded(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b t+{n}"]:
    return torch.cat([x, x.new_zeros(x.shape[0], n + 1)], dim=1)
    # E: Return value has shape "b n+t+1"; expected "b t+{n}": axis 1 is n+t+1, not t+{n}  [shape-mismatch]
    # N: fails for n=2, t=3


def tiled(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b {n}*t"]:
    return x.repeat(n, 1)
    # E: Return value has shape "b*n t"; expected "b {n}*t": axis 0 is b*n, not b  [shape-mismatch]
    # N: x.repeat(n, 1) has shape "b*n t"
    # N: fails for b=2, n=3


def best(x: Float[Tensor, "b t"], k: int) -> Float[Tensor, "b {k}"]:
    values, _ = x.topk(k, dim=0)
    return values
    # E: Return value has shape "k t"; expected "b {k}": axis 1 is t, not {k}  [shape-mismatch]
    # N: values has shape "k t"
    # N: fails for t=2, k=3, b=3


def repeat_heads(x: Float[Tensor, "b h s d"], n: int) -> Float[Tensor, "b h*{n} s d"]:
    b, h, s, d = x.shape
    return x[:, :, None].expand(b, h, n, s, d).reshape(b, h, s * n, d)
    # E: Return value has shape "b h n*s d"; expected "b h*{n} s d": axis 2 is n*s, not s  [shape-mismatch]
    # N: fails for n=2, s=3


def scores(x: Float[Tensor, "b t d"], heads: int, size: int) -> Float[Tensor, "b {heads} t {size}"]:
    b, t, _ = x.shape
    q = x.view(b, t, heads, size).transpose(1, 2)
    return q @ q
    # E: matmul: inner sizes differ: size (axis -1 of q) and t (axis -2 of q)  [shape-matmul]
    # N: q has shape "b heads t size"
    # N: fails for size=2, t=3, heads=4, d=8


RUNS = {
    "zeros_of": lambda: zeros_of(2, 3),
    "padded": lambda: padded(torch.ones(2, 3), 2),
    "tiled": lambda: tiled(torch.ones(2, 3), 2),
    "best": lambda: best(torch.ones(4, 3), 2),
    "repeat_heads": lambda: repeat_heads(torch.ones(2, 3, 4, 5), 2),
    "scores": lambda: scores(torch.ones(2, 3, 8), 2, 4),
}
