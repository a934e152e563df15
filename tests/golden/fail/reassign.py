"""After an assignment the new shape counts, not the declared one."""

import torch
from jaxtyping import Float
from torch import Tensor


def a_parameter(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    x = x.T
    return x
    # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: x has shape "m n"
    # N: fails for m=2, n=3


def a_parameter_of_another_rank(x: Float[Tensor, "n m"], w: Float[Tensor, "m"]) -> Float[Tensor, "n"]:
    x = x.sum(dim=1)
    x = x * w
    # E: *: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of w)  [shape-broadcast]
    # N: x has shape "n"
    # N: w: Float[Tensor, "m"], declared at line 16
    # N: fails for n=2, m=3
    return x


def two_parameters_swapped(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> Float[Tensor, "n k"]:
    x, y = y, x
    return x @ y
    # E: matmul: inner sizes differ: k (axis -1 of x) and n (axis -2 of y)  [shape-matmul]
    # N: x: Float[Tensor, "m k"], declared at line 26
    # N: y: Float[Tensor, "n m"], declared at line 26
    # N: fails for k=2, n=3


def in_place(x: Float[Tensor, "n"], y: Float[Tensor, "m n"]) -> Float[Tensor, "n"]:
    x += y
    # E: +=: the result has shape "m n", but x, which is changed in place, has "n"  [shape-broadcast]
    # N: x: Float[Tensor, "n"], declared at line 35
    # N: y: Float[Tensor, "m n"], declared at line 35
    return x


RUNS = {
    "a_parameter": lambda: a_parameter(torch.randn(2, 3)),
    "a_parameter_of_another_rank": lambda: a_parameter_of_another_rank(torch.randn(2, 3), torch.randn(3)),
    "two_parameters_swapped": lambda: two_parameters_swapped(torch.randn(2, 3), torch.randn(3, 4)),
    "in_place": lambda: in_place(torch.randn(3), torch.randn(2, 3)),
}
