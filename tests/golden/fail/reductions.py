"""Reductions over the wrong axis, or without keeping it."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def over_the_other_axis(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    return x.sum(dim=0)
    # E: return: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3


def over_an_axis_that_is_not_there(x: Float[Tensor, "n m"]) -> Tensor:
    return x.mean(dim=2)
    # E: mean: dim 2 is out of range for 2 axes  [shape-rank]


def not_kept(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x - x.mean(dim=-1)
    # E: sub: sizes differ: m (axis -1 of x) and n (axis -1 of x.mean(dim=-1))  [shape-broadcast]
    # N: fails for m=2, n=3


def kept(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    return x.sum(dim=1, keepdim=True)
    # E: return: the result has 2 axes, declared with 1  [shape-mismatch]


def in_numpy(x: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n m"]:
    return x / x.sum(axis=1)
    # E: truediv: sizes differ: m (axis -1 of x) and n (axis -1 of x.sum(axis=1))  [shape-broadcast]
    # N: fails for m=2, n=3


RUNS = {
    "over_the_other_axis": lambda: over_the_other_axis(torch.randn(2, 3)),
    "over_an_axis_that_is_not_there": lambda: over_an_axis_that_is_not_there(torch.randn(2, 3)),
    "not_kept": lambda: not_kept(torch.randn(2, 3)),
    "kept": lambda: kept(torch.randn(2, 3)),
    "in_numpy": lambda: in_numpy(np.ones((2, 3))),
}
