"""Layer normalization."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def layer_norm(
    x: Float[Tensor, "*batch d_model"],
    weight: Float[Tensor, "d_model"],
    bias: Float[Tensor, "d_model"],
    eps: float = 1e-5,
) -> Float[Tensor, "*batch d_model"]:
    """Give the last axis mean 0 and variance 1, then scale and shift it."""
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + eps) * weight + bias
