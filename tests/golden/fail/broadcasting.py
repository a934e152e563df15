"""Shapes that do not broadcast, or not to what is declared."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def aligned_from_the_left(x: Float[Tensor, "batch d"], scale: Float[Tensor, "batch"]) -> Tensor:
    return x * scale
    # E: *: sizes cannot be broadcast: d (axis -1 of x) and batch (axis -1 of scale)  [shape-broadcast]
    # N: x: Float[Tensor, "batch d"], declared at line 9
    # N: scale: Float[Tensor, "batch"], declared at line 9
    # N: fails for d=2, batch=3
    # N: "scale[..., None]" would fit: its shape is "batch 1"


def missing_axis_in_the_middle(x: Float[Tensor, "batch d"], y: Float[Tensor, "batch seq d"]) -> Tensor:
    return x + y
    # E: +: sizes cannot be broadcast: batch (axis -2 of x) and seq (axis -2 of y)  [shape-broadcast]
    # N: x: Float[Tensor, "batch d"], declared at line 18
    # N: y: Float[Tensor, "batch seq d"], declared at line 18
    # N: fails for batch=2, seq=3


def stretches_to_a_matrix(x: Float[Tensor, "n 1"], y: Float[Tensor, "1 n"]) -> Float[Tensor, "n"]:
    return x - y
    # E: Return value has 2 axes, "n n"; expected 1 axis, "n"  [shape-rank]
    # N: x - y has shape "n n"


def stretches_to_the_transpose(x: Float[Tensor, "n 1"], y: Float[Tensor, "1 m"]) -> Float[Tensor, "m n"]:
    return x * y
    # E: Return value has shape "n m"; expected "m n": axis 0 is n, not m  [shape-mismatch]
    # N: x * y has shape "n m"
    # N: fails for n=2, m=3


def only_one_stretches() -> Tensor:
    return torch.ones(8, 2, 3) + torch.zeros(4, 1)
    # E: +: sizes cannot be broadcast: 2 (axis -2 of torch.ones(8, 2, 3)) and 4 (axis -2 of torch.zeros(4, 1))  [shape-broadcast]
    # N: torch.ones(8, 2, 3) has shape "8 2 3"
    # N: torch.zeros(4, 1) has shape "4 1"


def in_numpy(x: Float[np.ndarray, "n m"], y: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n m"]:
    return x / y
    # E: /: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of y)  [shape-broadcast]
    # N: x: Float[ndarray, "n m"], declared at line 46
    # N: y: Float[ndarray, "n"], declared at line 46
    # N: fails for m=2, n=3
    # N: "y[..., None]" would fit: its shape is "n 1"


RUNS = {
    "aligned_from_the_left": lambda: aligned_from_the_left(torch.randn(3, 4), torch.randn(3)),
    "missing_axis_in_the_middle": lambda: missing_axis_in_the_middle(torch.randn(2, 4), torch.randn(2, 3, 4)),
    "stretches_to_a_matrix": lambda: stretches_to_a_matrix(torch.randn(3, 1), torch.randn(1, 3)),
    "stretches_to_the_transpose": lambda: stretches_to_the_transpose(torch.randn(3, 1), torch.randn(1, 4)),
    "only_one_stretches": only_one_stretches,
    "in_numpy": lambda: in_numpy(np.ones((3, 4)), np.ones(3)),
}
