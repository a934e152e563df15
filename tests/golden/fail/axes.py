"""Axes moved to the wrong place, or that are not there."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def transposed(x: Float[Tensor, "b n m"]) -> Float[Tensor, "b m n"]:
    return x.transpose(0, 1)
    # E: return: axis 0 is n, declared as b  [shape-mismatch]
    # N: fails for b=2, n=3


def an_axis_that_is_not_there(x: Float[Tensor, "n m"]) -> Tensor:
    return x.transpose(1, 2)
    # E: transpose: dim 2 is out of range for 2 axes  [shape-rank]


def permuted(x: Float[Tensor, "b h w c"]) -> Float[Tensor, "b c h w"]:
    return x.permute(0, 3, 2, 1)
    # E: return: axis 2 is w, declared as h  [shape-mismatch]
    # N: fails for h=2, w=3


def too_few_axes_named(x: Float[Tensor, "b h w c"]) -> Tensor:
    return x.permute(0, 2, 1)
    # E: permute: 3 axes are named, x has 4  [shape-rank]


def added_in_the_wrong_place(x: Float[Tensor, "n m"], scale: Float[Tensor, "n"]) -> Tensor:
    return x * scale.unsqueeze(0)
    # E: mul: sizes differ: m (axis -1 of x) and n (axis -1 of scale.unsqueeze(0))  [shape-broadcast]
    # N: fails for m=2, n=3


def in_numpy(x: Float[np.ndarray, "b n m"]) -> Float[np.ndarray, "b m n"]:
    return x.T
    # E: return: axis 0 is m, declared as b  [shape-mismatch]
    # N: fails for b=2, m=3


RUNS = {
    "transposed": lambda: transposed(torch.randn(2, 3, 4)),
    "an_axis_that_is_not_there": lambda: an_axis_that_is_not_there(torch.randn(2, 3)),
    "permuted": lambda: permuted(torch.randn(2, 8, 9, 3)),
    "too_few_axes_named": lambda: too_few_axes_named(torch.randn(2, 8, 9, 3)),
    "added_in_the_wrong_place": lambda: added_in_the_wrong_place(torch.randn(2, 3), torch.randn(2)),
    "in_numpy": lambda: in_numpy(np.ones((2, 3, 4))),
}
