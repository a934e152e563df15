"""A function of one sample, mapped over a batch."""

import torch
from jaxtyping import Float
from torch import Tensor


def batched_outer(x: Float[Tensor, "batch n"], y: Float[Tensor, "batch m"]) -> Float[Tensor, "batch n m"]:
    return torch.vmap(torch.outer)(y, x)
