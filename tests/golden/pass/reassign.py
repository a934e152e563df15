"""A variable may get another shape: an annotated parameter is bound to its shape at the call, and no longer."""

import torch
from jaxtyping import Float
from torch import Tensor


def a_parameter(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    x = x.T
    return x


def a_parameter_of_another_rank(x: Float[Tensor, "n m"], w: Float[Tensor, "m"]) -> Float[Tensor, "n"]:
    x = x * w
    x = x.sum(dim=1)
    return x


def two_parameters_swapped(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> Float[Tensor, "k n"]:
    x, y = y.T, x.T
    return x @ y


def an_annotated_local(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    y: Float[Tensor, "rows columns"] = x @ x.T
    y = y.sum(dim=0)
    return y


def from_somewhere_else(x: Float[Tensor, "n m"]) -> Float[Tensor, "n k"]:
    x = torch.load("x.pt")
    return x


def in_place(x: Float[Tensor, "n m"], bias: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    x += bias
    x *= 2
    return x


def run() -> None:
    assert a_parameter(torch.randn(2, 3)).shape == (3, 2)
    assert a_parameter_of_another_rank(torch.randn(2, 3), torch.randn(3)).shape == (2,)
    assert two_parameters_swapped(torch.randn(2, 3), torch.randn(3, 4)).shape == (4, 2)
    assert an_annotated_local(torch.randn(2, 3)).shape == (2,)
    assert in_place(torch.randn(2, 3), torch.randn(3)).shape == (2, 3)
