"""Scaled dot-product attention, with an optional mask."""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def attention(
    Q: Float[Tensor, "batch n_heads seq_q d_k"],
    K: Float[Tensor, "batch n_heads seq_k d_k"],
    V: Float[Tensor, "batch n_heads seq_k d_v"],
    mask: Bool[Tensor, "seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch n_heads seq_q d_v"], Float[Tensor, "batch n_heads seq_q seq_k"]]:
    d_k = Q.size(-1)
    scores = Q @ K.transpose(-2, -1) / math.sqrt(d_k)
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    output = weights @ V
    return output, weights


def mean_of_the_weights(
    Q: Float[Tensor, "batch n_heads seq d"],
) -> Float[Tensor, "batch seq seq"]:
    _, weights = attention(Q, Q, Q)
    return weights.mean(dim=1)


def run() -> None:
    Q, K, V = torch.randn(2, 4, 5, 8), torch.randn(2, 4, 7, 8), torch.randn(2, 4, 7, 6)
    mask = torch.zeros(5, 7, dtype=torch.bool)
    for output, weights in (attention(Q, K, V), attention(Q, K, V, mask)):
        assert output.shape == (2, 4, 5, 6)
        assert weights.shape == (2, 4, 5, 7)
    assert mean_of_the_weights(Q).shape == (2, 5, 5)
