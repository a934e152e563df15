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
    # E: Return value has shape "b n+t+1"; expected "b t+{n}": axis 1 is n+t+1, not t+{n}=n+t  [shape-mismatch]
    # N: fails for n=2, t=3


def tiled(x: Float[Tensor, "b t"], n: int) -> Float[Tensor, "b {n}*t"]:
    return x.repeat(n, 1)
    # E: Return value has shape "b*n t"; expected "b {n}*t": axis 0 is b*n, not b  [shape-mismatch]
    # N: x.repeat(n, 1) has shape "b*n t"
    # N: fails for b=2, n=3


def best(x: Float[Tensor, "b t"], k: int) -> Float[Tensor, "b {k}"]:
    values, _ = x.topk(k, dim=0)
    return values
    # E: Return value has shape "k t"; expected "b {k}": axis 0 is k, not b  [shape-mismatch]
    # N: values has shape "k t"
    # N: fails for k=2, b=3


def repeat_heads(x: Float[Tensor, "b h s d"], n: int) -> Float[Tensor, "b h*{n} s d"]:
    b, h, s, d = x.shape
    return x[:, :, None].expand(b, h, n, s, d).reshape(b, h, s * n, d)
    # E: Return value has shape "b h n*s d"; expected "b h*{n} s d": axis 2 is n*s, not s  [shape-mismatch]
    # N: fails for n=2, s=3


def windows(x: Float[Tensor, "t"], length: int) -> Float[Tensor, "t//{length} {length}"]:
    return x.view(length, -1)
    # E: Return value has shape "length t//length"; expected "t//{length} {length}": axis 0 is length, not t//{length}=t//length  [shape-mismatch]
    # N: x.view(length, -1) has shape "length t//length"
    # N: fails for length=2, t=6


RUNS = {
    "zeros_of": lambda: zeros_of(2, 3),
    "padded": lambda: padded(torch.ones(2, 3), 2),
    "tiled": lambda: tiled(torch.ones(2, 3), 2),
    "best": lambda: best(torch.ones(4, 3), 2),
    "repeat_heads": lambda: repeat_heads(torch.ones(2, 3, 4, 5), 2),
    "windows": lambda: windows(torch.ones(8), 2),
}
