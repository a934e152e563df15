"""Linear layers, as a function and as a module."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn


def functional(
    x: Float[Tensor, "*batch n_in"], w: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "*batch n_out"]:
    return F.linear(x, w, b)


def module(x: Float[Tensor, "batch 3"]) -> Float[Tensor, "batch 4"]:
    layer = nn.Linear(3, 4)
    return layer(x)


def two_modules(x: Float[Tensor, "batch 3"]) -> Float[Tensor, "batch 2"]:
    hidden = torch.relu(nn.Linear(3, 16)(x))
    return nn.Linear(16, 2)(hidden)


def run() -> None:
    assert functional(torch.randn(2, 5, 3), torch.randn(4, 3), torch.randn(4)).shape == (2, 5, 4)
    assert module(torch.randn(2, 3)).shape == (2, 4)
    assert two_modules(torch.randn(2, 3)).shape == (2, 2)
