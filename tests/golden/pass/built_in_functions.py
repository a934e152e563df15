"""Functions of the language that mypy rewrites, dictionaries made by name, values of another class than declared."""

from collections import OrderedDict

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def in_groups(x: Float[Tensor, "n d"], groups: int) -> Float[Tensor, "n groups d//groups"]:
    size, left = divmod(x.shape[1], groups)
    assert left == 0
    return x.reshape(x.shape[0], groups, size)


def halves(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    quotients, remainders = divmod(x, 2)
    return quotients * 2 + remainders


def by_name(x: Float[Tensor, "n d"]) -> Float[Tensor, "d"]:
    found = OrderedDict(total=x.sum(0))
    return OrderedDict(found, mean=x.mean(0))["mean"]


def called(function: object, x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    assert callable(function)
    function(x)
    return x


def determinant(element: tuple[int, float]) -> float:
    _, rotation = element
    if isinstance(rotation, np.ndarray):
        assert rotation.shape == (2, 2)
        return float(np.linalg.det(rotation))
    return rotation


def run() -> None:
    assert in_groups(torch.ones(2, 6), 3).shape == (2, 3, 2)
    assert halves(np.ones((2, 3))).shape == (2, 3)
    assert by_name(torch.ones(2, 3)).shape == (3,)
    assert called(print, torch.ones(2, 3)).shape == (2, 3)
    assert determinant((1, 2.0)) == 2
