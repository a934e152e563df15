"""A mask for each token of a vector."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def zeroed(x: Float[Tensor, "b t d"], keep: Bool[Tensor, "b t"]) -> Float[Tensor, "b t d"]:
    return torch.where(keep, x, torch.zeros_like(x))
