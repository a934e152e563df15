"""The wrong one of two variables is returned."""

import torch
from jaxtyping import Float
from torch import Tensor


def hidden_and_out(
    x: Float[Tensor, "b i"], up: Float[Tensor, "i h"], down: Float[Tensor, "h o"]
) -> Float[Tensor, "b o"]:
    hidden = torch.relu(x @ up)
    out = hidden @ down
    return out
