"""Linear layers that do not fit their input, or one another."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn


def weight_the_wrong_way_round(
    x: Float[Tensor, "*batch n_in"], w: Float[Tensor, "n_in n_out"]
) -> Float[Tensor, "*batch n_out"]:
    return F.linear(x, w)
    # E: linear: inner sizes differ: n_in (axis -1 of x) and n_out (axis -1 of w)  [shape-matmul]
    # N: x: Float[Tensor, "*batch n_in"], declared at line 10
    # N: w: Float[Tensor, "n_in n_out"], declared at line 10
    # N: fails for n_in=2, n_out=3
    # N: "w.T" would fit: its shape is "n_out n_in"


def bias_of_the_inputs(
    x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_in"]
) -> Float[Tensor, "batch n_out"]:
    return F.linear(x, w, b)
    # E: linear: sizes differ: n_out (axis 0 of w) and n_in (axis 0 of b)  [shape-broadcast]
    # N: x: Float[Tensor, "batch n_in"], declared at line 21
    # N: w: Float[Tensor, "n_out n_in"], declared at line 21
    # N: b: Float[Tensor, "n_in"], declared at line 21
    # N: fails for n_out=2, n_in=3


def module(x: Float[Tensor, "batch 3"]) -> Float[Tensor, "batch 4"]:
    layer = nn.Linear(4, 3)
    return layer(x)
    # E: linear: inner sizes differ: 3 (axis -1 of x) and 4 (in_features of layer)  [shape-matmul]
    # N: x: Float[Tensor, "batch 3"], declared at line 31


def two_modules(x: Float[Tensor, "batch 3"]) -> Float[Tensor, "batch 2"]:
    hidden = torch.relu(nn.Linear(3, 16)(x))
    return nn.Linear(3, 2)(hidden)
    # E: linear: inner sizes differ: 16 (axis -1 of hidden) and 3 (in_features of nn.Linear(3, 2))  [shape-matmul]
    # N: hidden has shape "batch 16"


RUNS = {
    "weight_the_wrong_way_round": lambda: weight_the_wrong_way_round(torch.randn(2, 5, 3), torch.randn(3, 4)),
    "bias_of_the_inputs": lambda: bias_of_the_inputs(torch.randn(2, 3), torch.randn(4, 3), torch.randn(3)),
    "module": lambda: module(torch.randn(2, 3)),
    "two_modules": lambda: two_modules(torch.randn(2, 3)),
}
