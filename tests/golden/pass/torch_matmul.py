"""Matrix products in PyTorch: `@`, matmul, mm and mv."""

import torch
from jaxtyping import Float
from torch import Tensor


def literal_sizes() -> Float[Tensor, "3 5"]:
    a = torch.randn(3, 4)
    b = torch.randn(4, 5)
    return a @ b


def two_axes(a: Float[Tensor, "n k"], b: Float[Tensor, "k m"]) -> Float[Tensor, "n m"]:
    return torch.mm(a, b)


def matrix_and_vector(a: Float[Tensor, "n k"], v: Float[Tensor, "k"]) -> Float[Tensor, "n"]:
    return torch.mv(a, v) + a @ v


def vector_and_matrix(v: Float[Tensor, "n"], a: Float[Tensor, "n k"]) -> Float[Tensor, "k"]:
    return v @ a


def batch_axes_broadcast(
    a: Float[Tensor, "batch heads n k"], b: Float[Tensor, "k m"]
) -> Float[Tensor, "batch heads n m"]:
    return torch.matmul(a, b)


def any_batch_axes(
    a: Float[Tensor, "*batch n k"], b: Float[Tensor, "*batch k m"]
) -> Float[Tensor, "*batch n m"]:
    return a.matmul(b)


def run() -> None:
    assert literal_sizes().shape == (3, 5)
    assert two_axes(torch.randn(3, 4), torch.randn(4, 5)).shape == (3, 5)
    assert matrix_and_vector(torch.randn(3, 4), torch.randn(4)).shape == (3,)
    assert vector_and_matrix(torch.randn(3), torch.randn(3, 4)).shape == (4,)
    assert batch_axes_broadcast(torch.randn(2, 6, 3, 4), torch.randn(4, 5)).shape == (2, 6, 3, 5)
    assert any_batch_axes(torch.randn(2, 6, 3, 4), torch.randn(2, 6, 4, 5)).shape == (2, 6, 3, 5)
