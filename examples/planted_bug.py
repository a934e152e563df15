"""Scaled dot-product attention with one planted bug, for `make demo`: the keys are not transposed."""

from __future__ import annotations

import math

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def attention(
    q: Float[Tensor, "batch n_heads seq_q d_k"],
    k: Float[Tensor, "batch n_heads seq_k d_k"],
    v: Float[Tensor, "batch n_heads seq_k d_v"],
) -> Float[Tensor, "batch n_heads seq_q d_v"]:
    """Return the values, weighted by how well each key fits the query."""
    scores = q @ k / math.sqrt(q.size(-1))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v


if __name__ == "__main__":
    attention(torch.randn(2, 4, 10, 16), torch.randn(2, 4, 12, 16), torch.randn(2, 4, 12, 8))
