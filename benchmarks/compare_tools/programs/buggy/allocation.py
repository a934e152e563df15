"""A new tensor with sizes from the shapes of others."""

import torch
from jaxtyping import Float
from torch import Tensor


def shifted(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t+1 d"]:
    b, t, d = x.shape
    start = torch.zeros(b, d, 1)
    return torch.cat([start, x], dim=1)
