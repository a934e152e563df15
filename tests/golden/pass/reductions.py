"""Reductions take an axis away, or keep it with size 1."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def over_all_axes(x: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return x.sum() + x.mean()


def over_one_axis(x: Float[Tensor, "b n m"]) -> Float[Tensor, "b m"]:
    return x.sum(dim=1) + torch.mean(x, dim=-2)


def over_two_axes(x: Float[Tensor, "b n m"]) -> Float[Tensor, "n"]:
    return x.mean(dim=(0, 2))


def centred(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x - x.mean(dim=-1, keepdim=True)


def softmax_keeps_the_shape(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return torch.softmax(x, dim=0) * x.softmax(dim=-1)


def in_numpy(x: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n m"]:
    return (x - x.mean(axis=0)) / x.sum(axis=1, keepdims=True)


def best(x: Float[Tensor, "batch n"], y: Float[Tensor, "batch"]) -> Float[Tensor, "batch"]:
    return x.max(dim=1).values + y * torch.topk(x, 1).indices[:, 0]


def run() -> None:
    assert over_all_axes(torch.randn(2, 3)).shape == ()
    assert over_one_axis(torch.randn(2, 3, 4)).shape == (2, 4)
    assert over_two_axes(torch.randn(2, 3, 4)).shape == (3,)
    assert centred(torch.randn(2, 3)).shape == (2, 3)
    assert softmax_keeps_the_shape(torch.randn(2, 3)).shape == (2, 3)
    assert in_numpy(np.ones((2, 3))).shape == (2, 3)
    assert best(torch.randn(2, 3), torch.randn(2)).shape == (2,)
