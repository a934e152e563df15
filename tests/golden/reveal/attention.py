"""The shapes inside scaled dot-product attention."""

import math
from typing import reveal_type

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def attention(
    Q: Float[Tensor, "batch n_heads seq_q d_k"],
    K: Float[Tensor, "batch n_heads seq_k d_k"],
    V: Float[Tensor, "batch n_heads seq_k d_v"],
    mask: Bool[Tensor, "seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch n_heads seq_q d_v"], Float[Tensor, "batch n_heads seq_q seq_k"]]:
    reveal_type(K.transpose(-2, -1))
    # N: Revealed shape is "Float[Tensor, 'batch n_heads d_k seq_k']"
    # N: Revealed type is "torch._tensor.Tensor"
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.size(-1))
    reveal_type(scores)
    # N: Revealed shape is "Float[Tensor, 'batch n_heads seq_q seq_k']"
    # N: Revealed type is "torch._tensor.Tensor"
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    reveal_type(weights)
    # N: Revealed shape is "Float[Tensor, 'batch n_heads seq_q seq_k']"
    # N: Revealed type is "torch._tensor.Tensor"
    output = weights @ V
    reveal_type(output)
    # N: Revealed shape is "Float[Tensor, 'batch n_heads seq_q d_v']"
    # N: Revealed type is "torch._tensor.Tensor"
    return output, weights


def caller(x: Float[Tensor, "b h t d"]) -> None:
    output, weights = attention(x, x, x)
    reveal_type(output)
    # N: Revealed shape is "Float[Tensor, 'b h t d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(weights)
    # N: Revealed shape is "Float[Tensor, 'b h t t']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "attention": lambda: attention(
        torch.randn(2, 4, 5, 8),
        torch.randn(2, 4, 7, 8),
        torch.randn(2, 4, 7, 6),
        torch.zeros(5, 7, dtype=torch.bool),
    ),
    "caller": lambda: caller(torch.randn(2, 4, 5, 8)),
}
