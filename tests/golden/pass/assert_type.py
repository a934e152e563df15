"""`assert_type` checks the shape too."""

from typing import assert_type

import torch
from jaxtyping import Float
from torch import Tensor


def of_a_product(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> None:
    assert_type(x @ y, Float[Tensor, "n k"])
    assert_type((x @ y).T, Float[Tensor, "k n"])


def of_arithmetic(x: Float[Tensor, "n m"]) -> None:
    assert_type(x.reshape(-1), Float[Tensor, "m*n"])


def of_literal_sizes() -> None:
    assert_type(torch.zeros(2, 3).sum(dim=1), Float[Tensor, "2"])


def without_a_shape(x: Float[Tensor, "n m"]) -> None:
    assert_type(x @ x.T, Tensor)


def run() -> None:
    of_a_product(torch.randn(2, 3), torch.randn(3, 4))
    of_arithmetic(torch.randn(2, 3))
    of_literal_sizes()
    without_a_shape(torch.randn(2, 3))
