"""Element-wise operations on shapes that do not fit."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def product(a: Float[Tensor, "n m"], b: Float[Tensor, "n k"]) -> Tensor:
    return a * b
    # E: *: sizes cannot be broadcast: m (axis -1 of a) and k (axis -1 of b)  [shape-broadcast]
    # N: a: Float[Tensor, "n m"], declared at line 9
    # N: b: Float[Tensor, "n k"], declared at line 9
    # N: fails for m=2, k=3


def comparison(a: Float[Tensor, "n m"], b: Float[Tensor, "n k"]) -> Tensor:
    return a < b
    # E: <: sizes cannot be broadcast: m (axis -1 of a) and k (axis -1 of b)  [shape-broadcast]
    # N: a: Float[Tensor, "n m"], declared at line 17
    # N: b: Float[Tensor, "n k"], declared at line 17
    # N: fails for m=2, k=3


def without_the_transpose(a: Float[Tensor, "n m"], b: Float[Tensor, "m n"]) -> Float[Tensor, "n m"]:
    return a * b
    # E: *: sizes cannot be broadcast: m (axis -1 of a) and n (axis -1 of b)  [shape-broadcast]
    # N: a: Float[Tensor, "n m"], declared at line 25
    # N: b: Float[Tensor, "m n"], declared at line 25
    # N: fails for m=2, n=3


def in_numpy(a: Float[np.ndarray, "3 2"], b: Float[np.ndarray, "2 3"]) -> Float[np.ndarray, "3 2"]:
    return a * b
    # E: *: sizes cannot be broadcast: 2 (axis -1 of a) and 3 (axis -1 of b)  [shape-broadcast]
    # N: a: Float[ndarray, "3 2"], declared at line 33
    # N: b: Float[ndarray, "2 3"], declared at line 33


RUNS = {
    "product": lambda: product(torch.randn(2, 3), torch.randn(2, 4)),
    "comparison": lambda: comparison(torch.randn(2, 3), torch.randn(2, 4)),
    "without_the_transpose": lambda: without_the_transpose(torch.randn(2, 3), torch.randn(3, 2)),
    "in_numpy": lambda: in_numpy(np.ones((3, 2)), np.ones((2, 3))),
}
