"""Sizes read from a shape are sizes like any other."""

import math

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def unpacked(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    n, m = x.shape
    return torch.zeros(m, n) + x.T


def one_by_one(x: Float[Tensor, "n m"]) -> Float[Tensor, "n 1"]:
    return x @ torch.ones(x.shape[1], 1) / math.sqrt(x.size(-1))


def a_whole_shape(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    return x + torch.zeros(x.shape)


def arithmetic(x: Float[Tensor, "n m"]) -> Float[Tensor, "2*n+1 m"]:
    n, m = x.size()
    return torch.ones(2 * n + 1, n) @ x


def an_argument(x: Float[Tensor, "n m"], k: int) -> Float[Tensor, "n k"]:
    return x @ torch.randn(x.shape[1], k)


def of_a_list(x: Float[Tensor, "n m"], names: list[str]) -> Float[Tensor, "n k"]:
    k = len(names)
    return x @ torch.randn(x.shape[1], k) + torch.zeros(k)


def in_numpy(x: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "m m"]:
    n, m = x.shape
    return np.ones((m, n)) @ x


def run() -> None:
    x = torch.randn(2, 3)
    assert unpacked(x).shape == (3, 2)
    assert one_by_one(x).shape == (2, 1)
    assert a_whole_shape(x).shape == (2, 3)
    assert arithmetic(x).shape == (5, 3)
    assert an_argument(x, 4).shape == (2, 4)
    assert of_a_list(x, ["a", "b"]).shape == (2, 2)
    assert in_numpy(np.ones((2, 3))).shape == (3, 3)
