"""Mistakes under annotations that are strings."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def product(x: Float[Tensor, "n k"], w: Float[Tensor, "m k"]) -> Float[Tensor, "n m"]:
    return x @ w
    # E: matmul: inner sizes differ: k (axis -1 of x) and m (axis -2 of w)  [shape-matmul]
    # N: fails for k=2, m=3


def one_axis(x: Float[Tensor, "n"], y: Float[Tensor, "m"]) -> Float[Tensor, "n"]:
    return x * y
    # E: mul: sizes differ: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
    # N: fails for m=2, n=3


RUNS = {
    "product": lambda: product(torch.randn(2, 3), torch.randn(4, 3)),
    "one_axis": lambda: one_axis(torch.randn(3), torch.randn(4)),
}
