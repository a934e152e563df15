"""Mistakes under annotations that are strings."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def product(x: Float[Tensor, "n k"], w: Float[Tensor, "m k"]) -> Float[Tensor, "n m"]:
    return x @ w
    # E: matmul: inner sizes differ: k (axis -1 of x) and m (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n k"], declared at line 10
    # N: w: Float[Tensor, "m k"], declared at line 10
    # N: fails for k=2, m=3
    # N: "w.T" would fit: its shape is "k m"


def one_axis(x: Float[Tensor, "n"], y: Float[Tensor, "m"]) -> Float[Tensor, "n"]:
    return x * y
    # E: *: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
    # N: x: Float[Tensor, "n"], declared at line 19
    # N: y: Float[Tensor, "m"], declared at line 19
    # N: fails for n=2, m=3


RUNS = {
    "product": lambda: product(torch.randn(2, 3), torch.randn(4, 3)),
    "one_axis": lambda: one_axis(torch.randn(3), torch.randn(4)),
}
