"""A fact about other axes, or one that held on another path, proves nothing."""

import torch
from jaxtyping import Float
from torch import Tensor


def about_other_axes(x: Float[Tensor, "n m"], w: Float[Tensor, "k d"]) -> Float[Tensor, "n d"]:
    assert x.shape[0] == w.shape[1]
    return x @ w
    # E: matmul: inner sizes differ: m (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n m"], declared at line 8
    # N: w: Float[Tensor, "k d"], declared at line 8
    # N: fails for m=2, k=3, d=2, n=2


def on_the_other_path(x: Float[Tensor, "n m"]) -> Tensor:
    if x.shape[0] == x.shape[1]:
        return x + x.T
    return x @ x
    # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
    # N: x: Float[Tensor, "n m"], declared at line 17
    # N: fails for m=2, n=3


def after_the_paths_have_met(x: Float[Tensor, "n m"], flag: bool) -> Tensor:
    if flag:
        assert x.shape[0] == x.shape[1]
    return x @ x
    # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
    # N: x: Float[Tensor, "n m"], declared at line 26
    # N: fails for m=2, n=3


RUNS = {
    "about_other_axes": lambda: about_other_axes(torch.randn(2, 3), torch.randn(4, 2)),
    "on_the_other_path": lambda: on_the_other_path(torch.randn(2, 3)),
    "after_the_paths_have_met": lambda: after_the_paths_have_met(torch.randn(2, 3), False),
}
