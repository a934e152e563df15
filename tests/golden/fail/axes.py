"""Axes moved to the wrong place, or that are not there."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def transposed(x: Float[Tensor, "b n m"]) -> Float[Tensor, "b m n"]:
    return x.transpose(0, 1)
    # E: Return value has shape "n b m"; expected "b m n": axis 0 is n, not b  [shape-mismatch]
    # N: x.transpose(0, 1) has shape "n b m"
    # N: fails for n=2, b=3


def an_axis_that_is_not_there(x: Float[Tensor, "n m"]) -> Tensor:
    return x.transpose(1, 2)
    # E: transpose: axis 2 does not exist: x has shape "n m"  [shape-rank]
    # N: x: Float[Tensor, "n m"], declared at line 16


def permuted(x: Float[Tensor, "b h w c"]) -> Float[Tensor, "b c h w"]:
    return x.permute(0, 3, 2, 1)
    # E: Return value has shape "b c w h"; expected "b c h w": axis 2 is w, not h  [shape-mismatch]
    # N: x.permute(0, 3, 2, 1) has shape "b c w h"
    # N: fails for w=2, h=3


def too_few_axes_named(x: Float[Tensor, "b h w c"]) -> Tensor:
    return x.permute(0, 2, 1)
    # E: permute: x has 4 axes, "b h w c", but needs 3 axes  [shape-rank]
    # N: x: Float[Tensor, "b h w c"], declared at line 29


def added_in_the_wrong_place(x: Float[Tensor, "n m"], scale: Float[Tensor, "n"]) -> Tensor:
    return x * scale.unsqueeze(0)
    # E: *: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of scale.unsqueeze(0))  [shape-broadcast]
    # N: x: Float[Tensor, "n m"], declared at line 35
    # N: scale.unsqueeze(0) has shape "1 n"
    # N: fails for m=2, n=3


def in_numpy(x: Float[np.ndarray, "b n m"]) -> Float[np.ndarray, "b m n"]:
    return x.T
    # E: Return value has shape "m n b"; expected "b m n": axis 0 is m, not b  [shape-mismatch]
    # N: x.T has shape "m n b"
    # N: fails for m=2, b=3


RUNS = {
    "transposed": lambda: transposed(torch.randn(2, 3, 4)),
    "an_axis_that_is_not_there": lambda: an_axis_that_is_not_there(torch.randn(2, 3)),
    "permuted": lambda: permuted(torch.randn(2, 8, 9, 3)),
    "too_few_axes_named": lambda: too_few_axes_named(torch.randn(2, 8, 9, 3)),
    "added_in_the_wrong_place": lambda: added_in_the_wrong_place(torch.randn(2, 3), torch.randn(2)),
    "in_numpy": lambda: in_numpy(np.ones((2, 3, 4))),
}
