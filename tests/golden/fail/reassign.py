"""After an assignment the new shape counts, not the declared one."""

import torch
from jaxtyping import Float
from torch import Tensor


def a_parameter(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    x = x.T
    return x
    # E: return: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3


def a_parameter_of_another_rank(x: Float[Tensor, "n m"], w: Float[Tensor, "m"]) -> Float[Tensor, "n"]:
    x = x.sum(dim=1)
    x = x * w
    # E: mul: sizes differ: n (axis -1 of x) and m (axis -1 of w)  [shape-broadcast]
    # N: fails for m=2, n=3
    return x


def two_parameters_swapped(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> Float[Tensor, "n k"]:
    x, y = y, x
    return x @ y
    # E: matmul: inner sizes differ: k (axis -1 of x) and n (axis -2 of y)  [shape-matmul]
    # N: fails for k=2, n=3


def in_place(x: Float[Tensor, "n"], y: Float[Tensor, "m n"]) -> Float[Tensor, "n"]:
    x += y
    # E: add_: the result has 2 axes, x has 1  [shape-broadcast]
    return x


RUNS = {
    "a_parameter": lambda: a_parameter(torch.randn(2, 3)),
    "a_parameter_of_another_rank": lambda: a_parameter_of_another_rank(torch.randn(2, 3), torch.randn(3)),
    "two_parameters_swapped": lambda: two_parameters_swapped(torch.randn(2, 3), torch.randn(3, 4)),
    "in_place": lambda: in_place(torch.randn(3), torch.randn(2, 3)),
}
