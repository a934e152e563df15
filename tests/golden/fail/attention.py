"""Scaled dot-product attention, each time with one mistake."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float
from torch import Tensor


def keys_not_transposed(
    Q: Float[Tensor, "batch n_heads seq_q d_k"],
    K: Float[Tensor, "batch n_heads seq_k d_k"],
) -> Float[Tensor, "batch n_heads seq_q seq_k"]:
    scores = Q @ K / math.sqrt(Q.size(-1))
    # E: matmul: inner sizes differ: d_k (axis -1 of Q) and seq_k (axis -2 of K)  [shape-matmul]
    # N: Q: Float[Tensor, "batch n_heads seq_q d_k"], declared at line 12
    # N: K: Float[Tensor, "batch n_heads seq_k d_k"], declared at line 13
    # N: fails for d_k=2, seq_k=3
    # N: "K.mT" would fit: its shape is "batch n_heads d_k seq_k"
    return torch.softmax(scores, dim=-1)


def wrong_axes_transposed(
    Q: Float[Tensor, "batch n_heads seq_q d_k"],
    K: Float[Tensor, "batch n_heads seq_k d_k"],
) -> Float[Tensor, "batch n_heads seq_q seq_k"]:
    return Q @ K.transpose(1, 2)
    # E: matmul: inner sizes differ: d_k (axis -1 of Q) and n_heads (axis -2 of K.transpose(1, 2))  [shape-matmul]
    # N: Q: Float[Tensor, "batch n_heads seq_q d_k"], declared at line 25
    # N: K.transpose(1, 2) has shape "batch seq_k n_heads d_k"
    # N: fails for d_k=2, n_heads=3


def mask_of_the_wrong_orientation(
    Q: Float[Tensor, "batch n_heads seq_q d_k"],
    K: Float[Tensor, "batch n_heads seq_k d_k"],
    mask: Bool[Tensor, "seq_k seq_q"] | None = None,
) -> Float[Tensor, "batch n_heads seq_q seq_k"]:
    scores = Q @ K.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
        # E: masked_fill: sizes cannot be broadcast: seq_k (axis -1 of scores) and seq_q (axis -1 of mask)  [shape-broadcast]
        # N: scores has shape "batch n_heads seq_q seq_k"
        # N: mask: Bool[Tensor, "seq_k seq_q"], declared at line 38
        # N: fails for seq_k=2, seq_q=3
    return torch.softmax(scores, dim=-1)


def values_of_the_queries(
    weights: Float[Tensor, "batch n_heads seq_q seq_k"],
    V: Float[Tensor, "batch n_heads seq_q d_v"],
) -> Float[Tensor, "batch n_heads seq_q d_v"]:
    return weights @ V
    # E: matmul: inner sizes differ: seq_k (axis -1 of weights) and seq_q (axis -2 of V)  [shape-matmul]
    # N: weights: Float[Tensor, "batch n_heads seq_q seq_k"], declared at line 51
    # N: V: Float[Tensor, "batch n_heads seq_q d_v"], declared at line 52
    # N: fails for seq_k=2, seq_q=3
    # N: "weights.mT" would fit: its shape is "batch n_heads seq_k seq_q"


def results_swapped(
    weights: Float[Tensor, "batch n_heads seq_q seq_k"],
    V: Float[Tensor, "batch n_heads seq_k d_v"],
) -> tuple[Float[Tensor, "batch n_heads seq_q d_v"], Float[Tensor, "batch n_heads seq_q seq_k"]]:
    output = weights @ V
    return weights, output
    # E: Return value has shape "batch n_heads seq_q seq_k"; expected "batch n_heads seq_q d_v": axis 3 is seq_k, not d_v  [shape-mismatch]
    # N: fails for seq_k=2, d_v=3


def a_vector_for_the_keys(q: Float[Tensor, "seq d"], k: Float[Tensor, "d"]) -> Tensor:
    return F.scaled_dot_product_attention(q, k, k)
    # E: scaled_dot_product_attention: k has 1 axis, "d", but needs at least 2 axes  [shape-rank]
    # N: q: Float[Tensor, "seq d"], declared at line 72
    # N: k: Float[Tensor, "d"], declared at line 72


RUNS = {
    "keys_not_transposed": lambda: keys_not_transposed(torch.randn(2, 4, 5, 8), torch.randn(2, 4, 7, 8)),
    "wrong_axes_transposed": lambda: wrong_axes_transposed(torch.randn(2, 4, 5, 8), torch.randn(2, 4, 7, 8)),
    "mask_of_the_wrong_orientation": lambda: mask_of_the_wrong_orientation(
        torch.randn(2, 4, 5, 8), torch.randn(2, 4, 7, 8), torch.zeros(7, 5, dtype=torch.bool)
    ),
    "values_of_the_queries": lambda: values_of_the_queries(torch.randn(2, 4, 5, 7), torch.randn(2, 4, 5, 6)),
    "a_vector_for_the_keys": lambda: a_vector_for_the_keys(torch.randn(2, 3), torch.randn(3)),
    "results_swapped": lambda: results_swapped(torch.randn(2, 4, 5, 7), torch.randn(2, 4, 7, 6)),
}
