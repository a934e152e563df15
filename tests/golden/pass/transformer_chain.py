"""The chain of a transformer: tokens, embeddings, heads, output."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor


def embed(
    tokens: Int[Tensor, "batch seq"], table: Float[Tensor, "vocab d_model"]
) -> Float[Tensor, "batch seq d_model"]:
    return F.embedding(tokens, table)


def project(
    x: Float[Tensor, "batch seq d_model"], W: Float[Tensor, "n_heads d_head d_model"]
) -> Float[Tensor, "batch n_heads seq d_head"]:
    return x.unsqueeze(1) @ W.transpose(-2, -1)


def attend(
    q: Float[Tensor, "batch n_heads seq d_head"],
    k: Float[Tensor, "batch n_heads seq d_head"],
    v: Float[Tensor, "batch n_heads seq d_head"],
) -> Float[Tensor, "batch n_heads seq d_head"]:
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    return torch.softmax(scores, dim=-1) @ v


def merge(
    heads: Float[Tensor, "batch n_heads seq d_head"], W: Float[Tensor, "d_model n_heads*d_head"]
) -> Float[Tensor, "batch seq d_model"]:
    batch, n_heads, seq, d_head = heads.shape
    joined = heads.transpose(1, 2).reshape(batch, seq, n_heads * d_head)
    return F.linear(joined, W)


def transformer(
    tokens: Int[Tensor, "batch seq"],
    table: Float[Tensor, "vocab d_model"],
    W: Float[Tensor, "n_heads d_head d_model"],
    W_out: Float[Tensor, "d_model n_heads*d_head"],
) -> Float[Tensor, "batch seq vocab"]:
    x = embed(tokens, table)
    heads = attend(project(x, W), project(x, W), project(x, W))
    x = x + merge(heads, W_out)
    return x @ table.T


def run() -> None:
    tokens = torch.zeros(2, 5, dtype=torch.int64)
    table, W, W_out = torch.randn(11, 6), torch.randn(4, 3, 6), torch.randn(6, 12)
    assert transformer(tokens, table, W, W_out).shape == (2, 5, 11)
