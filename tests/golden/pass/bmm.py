"""Products of batches of matrices."""

import torch
from jaxtyping import Float
from torch import Tensor


def literal_sizes(a: Float[Tensor, "32 10 64"], b: Float[Tensor, "32 64 20"]) -> Float[Tensor, "32 10 20"]:
    return torch.bmm(a, b)


def named_sizes(a: Float[Tensor, "batch n k"], b: Float[Tensor, "batch k m"]) -> Float[Tensor, "batch n m"]:
    return a.bmm(b)


def gram(a: Float[Tensor, "batch n k"]) -> Float[Tensor, "batch n n"]:
    return torch.bmm(a, a.transpose(1, 2))


def run() -> None:
    assert literal_sizes(torch.randn(32, 10, 64), torch.randn(32, 64, 20)).shape == (32, 10, 20)
    assert named_sizes(torch.randn(2, 3, 4), torch.randn(2, 4, 5)).shape == (2, 3, 5)
    assert gram(torch.randn(2, 3, 4)).shape == (2, 3, 3)
