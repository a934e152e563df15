"""Mistakes with tensors of several possible shapes: wrong whichever it is."""

import torch
from jaxtyping import Float
from torch import Tensor


def each_of_its_own(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "k d"]) -> Tensor:
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "b d"], declared at line 8
    # N: w: Float[Tensor, "k d"], declared at line 8
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "each_of_its_own": lambda: each_of_its_own(torch.randn(2, 3, 4), torch.randn(5, 4)),
}
