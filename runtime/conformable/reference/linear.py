"""The linear layer, and the feed-forward block that is made of two."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def linear(
    x: Float[Tensor, "*batch n_in"],
    weight: Float[Tensor, "n_out n_in"],
    bias: Float[Tensor, "n_out"] | None = None,
) -> Float[Tensor, "*batch n_out"]:
    """Map the last axis to `n_out` sums of its products with the rows of the weight."""
    y = x @ weight.T
    return y if bias is None else y + bias


@checked
def feed_forward(
    x: Float[Tensor, "*batch d_model"],
    up: Float[Tensor, "d_ff d_model"],
    up_bias: Float[Tensor, "d_ff"],
    down: Float[Tensor, "d_model d_ff"],
    down_bias: Float[Tensor, "d_model"],
) -> Float[Tensor, "*batch d_model"]:
    """Map each position through one hidden layer."""
    hidden = torch.relu(linear(x, up, up_bias))
    return linear(hidden, down, down_bias)
