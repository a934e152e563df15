"""The element-wise (Hadamard) product, and what is element-wise like it."""

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor


def product(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return a * b


def with_numbers(a: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return (2 * a - 1) / 3


def comparison(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Bool[Tensor, "n m"]:
    return a < b


def after_the_transpose(a: Float[Tensor, "n m"], b: Float[Tensor, "m n"]) -> Float[Tensor, "n m"]:
    return a * b.T


def in_numpy(a: Float[np.ndarray, "n m"], b: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n m"]:
    return a * b


def run() -> None:
    a, b = torch.randn(2, 3), torch.randn(2, 3)
    assert product(a, b).shape == (2, 3)
    assert with_numbers(a).shape == (2, 3)
    assert comparison(a, b).shape == (2, 3)
    assert after_the_transpose(a, b.T).shape == (2, 3)
    assert in_numpy(np.ones((2, 3)), np.ones((2, 3))).shape == (2, 3)
