"""Flags, counts and messages that say nothing about the sizes that differ."""

import torch
from jaxtyping import Float
from torch import Tensor


def a_flag_about_another_axis(x: Float[Tensor, "n d"], w: Float[Tensor, "k m"]) -> Tensor:
    wide = False
    if x.shape[0] > w.shape[1]:
        wide = True
    if wide:
        return x
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 8
    # N: w: Float[Tensor, "k m"], declared at line 8
    # N: fails for d=2, k=3


def how_many_tensors(xs: list[Float[Tensor, "n d"]], w: Float[Tensor, "k d"]) -> Tensor:
    count = len(xs)
    if count > 0:
        return xs[0] @ w
        # E: matmul: inner sizes differ: d (axis -1 of xs[0]) and k (axis -2 of w)  [shape-matmul]
        # N: xs[0]: Float[Tensor, "n d"], declared at line 21
        # N: w: Float[Tensor, "k d"], declared at line 21
        # N: fails for d=2, k=3
        # N: "w.T" would fit: its shape is "d k"
    return w


def another_kind_of_message(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], name: str) -> Tensor:
    errors: list[str] = []
    if not name:
        errors.append("no name")
    if errors:
        raise ValueError(errors)
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 33
    # N: w: Float[Tensor, "k d"], declared at line 33
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "a_flag_about_another_axis": lambda: a_flag_about_another_axis(torch.randn(2, 3), torch.randn(4, 5)),
    "how_many_tensors": lambda: how_many_tensors([torch.randn(2, 3)] * 2, torch.randn(4, 3)),
    "another_kind_of_message": lambda: another_kind_of_message(torch.randn(2, 3), torch.randn(4, 3), "w"),
}
