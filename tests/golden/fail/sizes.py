"""Sizes read from a shape and put into the wrong place."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def unpacked_the_wrong_way_round(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    m, n = x.shape
    return x + torch.zeros(n, m)
    # E: +: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of torch.zeros(n, m))  [shape-broadcast]
    # N: x: Float[Tensor, "n m"], declared at line 9
    # N: torch.zeros(n, m) has shape "m n"
    # N: fails for m=2, n=3


def too_many_names(x: Float[Tensor, "n m"]) -> Tensor:
    b, n, m = x.shape
    # E: unpacking: 3 names, but x has 2 axes  [shape-rank]
    return torch.zeros(b, n, m)


def the_other_axis(x: Float[Tensor, "n m"]) -> Float[Tensor, "n 1"]:
    return x @ torch.ones(x.shape[0], 1)
    # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of torch.ones(x.shape[0], 1))  [shape-matmul]
    # N: x: Float[Tensor, "n m"], declared at line 24
    # N: torch.ones(x.shape[0], 1) has shape "n 1"
    # N: fails for m=2, n=3
    # N: "x.T" would fit: its shape is "m n"


def arithmetic(x: Float[Tensor, "n m"]) -> Float[Tensor, "2*n m"]:
    n, m = x.size()
    return torch.ones(2 * n + 1, n) @ x
    # E: Return value has shape "2*n+1 m"; expected "2*n m": axis 0 is 2*n+1, not 2*n  [shape-mismatch]
    # N: torch.ones((2 * n) + 1, n) @ x has shape "2*n+1 m"
    # N: fails for n=2


def an_axis_that_is_not_there(x: Float[Tensor, "n m"]) -> Tensor:
    return torch.zeros(x.shape[2])
    # E: indexing: axis 2 does not exist: x has 2 axes  [shape-rank]


def in_numpy(x: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "m m"]:
    n, m = x.shape
    return np.ones((n, m)) @ x
    # E: matmul: inner sizes differ: m (axis -1 of np.ones((n, m))) and n (axis -2 of x)  [shape-matmul]
    # N: np.ones((n, m)) has shape "n m"
    # N: x: Float[ndarray, "n m"], declared at line 46
    # N: fails for m=2, n=3


RUNS = {
    "unpacked_the_wrong_way_round": lambda: unpacked_the_wrong_way_round(torch.randn(2, 3)),
    "too_many_names": lambda: too_many_names(torch.randn(2, 3)),
    "the_other_axis": lambda: the_other_axis(torch.randn(2, 3)),
    "arithmetic": lambda: arithmetic(torch.randn(2, 3)),
    "an_axis_that_is_not_there": lambda: an_axis_that_is_not_there(torch.randn(2, 3)),
    "in_numpy": lambda: in_numpy(np.ones((2, 3))),
}
