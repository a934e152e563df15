"""Reductions over the wrong axis, or without keeping it."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def over_the_other_axis(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    return x.sum(dim=0)
    # E: Return value has shape "m"; expected "n": axis 0 is m, not n  [shape-mismatch]
    # N: x.sum(dim=0) has shape "m"
    # N: fails for m=2, n=3


def over_an_axis_that_is_not_there(x: Float[Tensor, "n m"]) -> Tensor:
    return x.mean(dim=2)
    # E: mean: axis 2 does not exist: x has shape "n m"  [shape-rank]
    # N: x: Float[Tensor, "n m"], declared at line 16


def not_kept(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x - x.mean(dim=-1)
    # E: -: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of x.mean(dim=-1))  [shape-broadcast]
    # N: x: Float[Tensor, "n m"], declared at line 22
    # N: x.mean(dim=-1) has shape "n"
    # N: fails for m=2, n=3
    # N: "x.mean(dim=-1)[..., None]" would fit: its shape is "n 1"


def kept(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    return x.sum(dim=1, keepdim=True)
    # E: Return value has 2 axes, "n 1"; expected 1 axis, "n"  [shape-rank]
    # N: x.sum(dim=1, keepdim=True) has shape "n 1"


def in_numpy(x: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n m"]:
    return x / x.sum(axis=1)
    # E: /: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of x.sum(axis=1))  [shape-broadcast]
    # N: x: Float[ndarray, "n m"], declared at line 37
    # N: x.sum(axis=1) has shape "n"
    # N: fails for m=2, n=3
    # N: "x.sum(axis=1)[..., None]" would fit: its shape is "n 1"


def best_of_the_wrong_axis(x: Float[Tensor, "batch n"], y: Float[Tensor, "batch"]) -> Float[Tensor, "batch"]:
    return x.max(dim=0).values + y
    # E: +: sizes cannot be broadcast: n (axis -1 of x.max(dim=0).values) and batch (axis -1 of y)  [shape-broadcast]
    # N: x.max(dim=0).values has shape "n"
    # N: y: Float[Tensor, "batch"], declared at line 46
    # N: fails for n=2, batch=3


RUNS = {
    "best_of_the_wrong_axis": lambda: best_of_the_wrong_axis(torch.randn(2, 3), torch.randn(2)),
    "over_the_other_axis": lambda: over_the_other_axis(torch.randn(2, 3)),
    "over_an_axis_that_is_not_there": lambda: over_an_axis_that_is_not_there(torch.randn(2, 3)),
    "not_kept": lambda: not_kept(torch.randn(2, 3)),
    "kept": lambda: kept(torch.randn(2, 3)),
    "in_numpy": lambda: in_numpy(np.ones((2, 3))),
}
