"""Products of vectors: a scalar, or a matrix."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def dot(a: Float[Tensor, "n"], b: Float[Tensor, "n"]) -> Float[Tensor, ""]:
    return torch.dot(a, b)


def sum_of_products(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return (a * b).sum()


def matmul_of_vectors(a: Float[Tensor, "n"], b: Float[Tensor, "n"]) -> Float[Tensor, ""]:
    return a @ b


def outer(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    return torch.outer(a, b)


def outer_in_numpy(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    return np.outer(a, b)


def run() -> None:
    a, b = torch.randn(3), torch.randn(3)
    assert dot(a, b).shape == ()
    assert sum_of_products(torch.randn(2, 3), torch.randn(2, 3)).shape == ()
    assert matmul_of_vectors(a, b).shape == ()
    assert outer(a, torch.randn(4)).shape == (3, 4)
    assert outer_in_numpy(np.ones(3), np.ones(4)).shape == (3, 4)
