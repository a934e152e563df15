"""What is checked in one case only, and used in all of them."""

import torch
from jaxtyping import Float
from torch import Tensor


def if_given(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], mask: Float[Tensor, "m"] | None) -> Tensor:
    if mask is not None and mask.shape[0] != x.shape[0]:
        raise ValueError("mask")
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 8
    # N: w: Float[Tensor, "k d"], declared at line 8
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def if_asked_for(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], square: bool) -> Tensor:
    if square:
        assert x.shape[0] == x.shape[1]
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 19
    # N: w: Float[Tensor, "k d"], declared at line 19
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def in_every_case(x: Tensor, limit: int) -> Tensor:
    if limit > 3:
        x = x * 2
    return x @ torch.zeros(4, 5)


def called(limit: int) -> Tensor:
    return in_every_case(torch.zeros(2, 3), limit)
    # E: matmul: inner sizes differ: 3 (axis -1 of x) and 4 (axis -2 of torch.zeros(4, 5))  [shape-matmul]
    # N: The operation that fails is in the called function, at line 33
    # N: x has shape "2 3"
    # N: torch.zeros(4, 5) has shape "4 5"


RUNS = {
    "if_given": lambda: if_given(torch.randn(2, 3), torch.randn(4, 3), None),
    "if_asked_for": lambda: if_asked_for(torch.randn(3, 3), torch.randn(4, 3), False),
    "called": lambda: called(2),
}
