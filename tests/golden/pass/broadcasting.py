"""Broadcasting: align from the right, missing axes are 1, size-1 axes stretch."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def aligned_from_the_right(
    x: Float[Tensor, "batch seq d"], bias: Float[Tensor, "d"]
) -> Float[Tensor, "batch seq d"]:
    return x + bias


def missing_axes_are_one(
    x: Float[Tensor, "seq d"], y: Float[Tensor, "batch seq d"]
) -> Float[Tensor, "batch seq d"]:
    return x * y


def size_one_stretches(x: Float[Tensor, "n 1"], y: Float[Tensor, "1 m"]) -> Float[Tensor, "n m"]:
    return x - y


def a_new_axis(x: Float[Tensor, "n m"], scale: Float[Tensor, "n"]) -> Float[Tensor, "n m"]:
    return x * scale.unsqueeze(-1)


def a_scalar(x: Float[Tensor, "n m"], scale: Float[Tensor, ""]) -> Float[Tensor, "n m"]:
    return x * scale


def may_be_one(x: Float[Tensor, "n m"], y: Float[Tensor, "#n m"]) -> Float[Tensor, "n m"]:
    return x + y


def literal_sizes() -> Float[Tensor, "8 4 3"]:
    return torch.ones(8, 1, 3) + torch.zeros(4, 1)


def in_numpy(x: Float[np.ndarray, "n m"], y: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    return x / y


def run() -> None:
    assert aligned_from_the_right(torch.randn(2, 3, 4), torch.randn(4)).shape == (2, 3, 4)
    assert missing_axes_are_one(torch.randn(3, 4), torch.randn(2, 3, 4)).shape == (2, 3, 4)
    assert size_one_stretches(torch.randn(3, 1), torch.randn(1, 4)).shape == (3, 4)
    assert a_new_axis(torch.randn(3, 4), torch.randn(3)).shape == (3, 4)
    assert a_scalar(torch.randn(3, 4), torch.tensor(2.0)).shape == (3, 4)
    assert may_be_one(torch.randn(3, 4), torch.randn(1, 4)).shape == (3, 4)
    assert literal_sizes().shape == (8, 4, 3)
    assert in_numpy(np.ones((3, 4)), np.ones(4)).shape == (3, 4)
