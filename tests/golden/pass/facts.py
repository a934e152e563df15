"""What an `assert`, an `if` or an operation has shown holds below it."""

import torch
from jaxtyping import Float
from torch import Tensor


def asserted(x: Float[Tensor, "n m"], w: Float[Tensor, "k d"]) -> Float[Tensor, "n d"]:
    assert x.shape[1] == w.shape[0]
    return x @ w


def asserted_as_a_whole(x: Float[Tensor, "n m"], y: Float[Tensor, "k d"]) -> Float[Tensor, "n m"]:
    assert x.shape == y.shape
    return x + y


def tested(x: Float[Tensor, "n m"]) -> Tensor:
    n, m = x.shape
    if n == m:
        return x @ x
    return x @ x.T


def excluded(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    if x.shape[0] != x.shape[1]:
        raise ValueError("the matrix must be square")
    return x + x.T


def learned_from_an_operation(
    x: Tensor, w: Float[Tensor, "n m"], v: Float[Tensor, "m"]
) -> Float[Tensor, "n"]:
    y = w @ x
    return w @ (v + x) + y


def run() -> None:
    square = torch.randn(3, 3)
    assert asserted(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert asserted_as_a_whole(square, square).shape == (3, 3)
    assert tested(torch.randn(2, 3)).shape == (2, 2)
    assert tested(square).shape == (3, 3)
    assert excluded(square).shape == (3, 3)
    assert learned_from_an_operation(torch.randn(3), torch.randn(2, 3), torch.randn(3)).shape == (2,)
