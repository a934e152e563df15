"""Scaled dot-product attention, and many heads of it side by side."""

from __future__ import annotations

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from conformable import checked
from conformable.reference.linear import linear


@checked
def scaled_dot_product_attention(
    q: Float[Tensor, "batch n_heads seq_q d_k"],
    k: Float[Tensor, "batch n_heads seq_k d_k"],
    v: Float[Tensor, "batch n_heads seq_k d_v"],
    mask: Bool[Tensor, "#batch #n_heads seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch n_heads seq_q d_v"], Float[Tensor, "batch n_heads seq_q seq_k"]]:
    """Average the values, each weighted by how well its key fits the query.

    Args:
        q: the queries.
        k: the keys.
        v: the values.
        mask: where a query may attend to a key; everywhere if it is None.

    Returns:
        The averages and the weights.
    """
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights


@checked
def split_heads(
    x: Float[Tensor, "batch seq d_model"], n_heads: int
) -> Float[Tensor, "batch {n_heads} seq d_model//{n_heads}"]:
    """Give each head its part of the last axis."""
    batch, seq, d_model = x.shape
    return x.view(batch, seq, n_heads, d_model // n_heads).transpose(1, 2)


@checked
def join_heads(x: Float[Tensor, "batch n_heads seq d_head"]) -> Float[Tensor, "batch seq n_heads*d_head"]:
    """Put the parts of the heads side by side again."""
    batch, n_heads, seq, d_head = x.shape
    return x.transpose(1, 2).reshape(batch, seq, n_heads * d_head)


@checked
def multi_head_attention(
    query: Float[Tensor, "batch seq_q d_model"],
    key: Float[Tensor, "batch seq_k d_model"],
    value: Float[Tensor, "batch seq_k d_model"],
    w_q: Float[Tensor, "d_model d_model"],
    w_k: Float[Tensor, "d_model d_model"],
    w_v: Float[Tensor, "d_model d_model"],
    w_out: Float[Tensor, "d_model d_model"],
    n_heads: int,
    mask: Bool[Tensor, "#batch #n_heads seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch seq_q d_model"], Float[Tensor, "batch {n_heads} seq_q seq_k"]]:
    """Let `n_heads` heads attend side by side, each to its own part of the model's size.

    Args:
        query: what asks.
        key: what it is compared with.
        value: what is averaged.
        w_q: the weight of the queries.
        w_k: the weight of the keys.
        w_v: the weight of the values.
        w_out: the weight that mixes the heads.
        n_heads: how many heads; it must divide `d_model`.
        mask: where a query may attend to a key; everywhere if it is None.

    Returns:
        What the heads have averaged, mixed, and the weights of each head.
    """
    q = split_heads(linear(query, w_q), n_heads)
    k = split_heads(linear(key, w_k), n_heads)
    v = split_heads(linear(value, w_v), n_heads)
    heads, weights = scaled_dot_product_attention(q, k, v, mask)
    return linear(join_heads(heads), w_out), weights
