"""Axes moved, added and taken away."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def transposed(x: Float[Tensor, "b n m"]) -> Float[Tensor, "b m n"]:
    return x.transpose(-2, -1)


def matrices_transposed(x: Float[Tensor, "*batch n m"]) -> Float[Tensor, "*batch m n"]:
    return x.mT


def permuted(x: Float[Tensor, "b h w c"]) -> Float[Tensor, "b c h w"]:
    return x.permute(0, 3, 1, 2)


def added(x: Float[Tensor, "n m"]) -> Float[Tensor, "1 n m 1"]:
    return x.unsqueeze(0).unsqueeze(-1)


def taken_away(x: Float[Tensor, "n 1 m"]) -> Float[Tensor, "n m"]:
    return x.squeeze(1)


def all_of_size_one(x: Float[Tensor, "3 1 2 1"]) -> Float[Tensor, "3 2"]:
    return x.squeeze()


def in_numpy(x: Float[np.ndarray, "b n m"]) -> Float[np.ndarray, "m b n"]:
    return np.transpose(x, (2, 0, 1))


def run() -> None:
    assert transposed(torch.randn(2, 3, 4)).shape == (2, 4, 3)
    assert matrices_transposed(torch.randn(2, 3, 4)).shape == (2, 4, 3)
    assert permuted(torch.randn(2, 8, 9, 3)).shape == (2, 3, 8, 9)
    assert added(torch.randn(2, 3)).shape == (1, 2, 3, 1)
    assert taken_away(torch.randn(2, 1, 3)).shape == (2, 3)
    assert all_of_size_one(torch.randn(3, 1, 2, 1)).shape == (3, 2)
    assert in_numpy(np.ones((2, 3, 4))).shape == (4, 2, 3)
