"""Two tensors joined along an axis."""

import torch
from jaxtyping import Float
from torch import Tensor


def joined(x: Float[Tensor, "n d"], y: Float[Tensor, "n k"]) -> Float[Tensor, "n d+k"]:
    return torch.cat([x, y], dim=1)
