"""Attention in a few lines."""

import torch
from jaxtyping import Float
from torch import Tensor


def attention(
    q: Float[Tensor, "b q d"], k: Float[Tensor, "b k d"], v: Float[Tensor, "b k e"]
) -> Float[Tensor, "b q e"]:
    weights = torch.softmax(q @ k.transpose(-2, -1), dim=-1)
    return weights @ v
