"""Two tensors put side by side along a new axis."""

import torch
from jaxtyping import Float
from torch import Tensor


def pair(x: Float[Tensor, "b n"], y: Float[Tensor, "b n"]) -> Float[Tensor, "b 2 n"]:
    return torch.stack([x, y], dim=0)
