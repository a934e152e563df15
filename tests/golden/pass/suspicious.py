"""Broadcasts that are legal and meant, next to those that are legal and almost surely not."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def squared_errors(predicted: Float[Tensor, "b 1"], target: Float[Tensor, "b"]) -> Float[Tensor, "b"]:
    return (predicted.squeeze(1) - target) ** 2


def every_pair(x: Float[Tensor, "n"]) -> Float[Tensor, "n n"]:
    return x[:, None] - x


def every_pair_with_unsqueeze(x: Float[Tensor, "n"]) -> Float[Tensor, "n n"]:
    return x.unsqueeze(1) * x


def comparison_of_all(x: Float[Tensor, "n 1"], y: Float[Tensor, "n"]) -> Bool[Tensor, "n n"]:
    return x <= y


def other_sizes(x: Float[Tensor, "n 1"], y: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    return x + y


def run() -> None:
    assert squared_errors(torch.randn(4, 1), torch.randn(4)).shape == (4,)
    assert every_pair(torch.randn(4)).shape == (4, 4)
    assert every_pair_with_unsqueeze(torch.randn(4)).shape == (4, 4)
    assert comparison_of_all(torch.randn(4, 1), torch.randn(4)).shape == (4, 4)
    assert other_sizes(torch.randn(4, 1), torch.randn(3)).shape == (4, 3)
