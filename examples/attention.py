"""A small transformer encoder in plain functions: embedding, multi-head attention, feed-forward, logits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor

from conformable import checked


@dataclass
class Block:
    """The weights of one block."""

    qkv: Float[Tensor, "3*d_model d_model"]
    out: Float[Tensor, "d_model d_model"]
    up: Float[Tensor, "d_ff d_model"]
    down: Float[Tensor, "d_model d_ff"]


@checked
def scaled_dot_product_attention(
    q: Float[Tensor, "batch n_heads seq_q d_k"],
    k: Float[Tensor, "batch n_heads seq_k d_k"],
    v: Float[Tensor, "batch n_heads seq_k d_v"],
    mask: Bool[Tensor, "seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch n_heads seq_q d_v"], Float[Tensor, "batch n_heads seq_q seq_k"]]:
    """Return the output and the weights; True in the mask hides a key from a query."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights


@checked
def split_heads(
    x: Float[Tensor, "batch seq d_model"], n_heads: int
) -> Float[Tensor, "batch {n_heads} seq d_head"]:
    """Give each head its part of the last axis."""
    batch, seq, d_model = x.shape
    return x.view(batch, seq, n_heads, d_model // n_heads).transpose(1, 2)


@checked
def join_heads(x: Float[Tensor, "batch n_heads seq d_head"]) -> Float[Tensor, "batch seq n_heads*d_head"]:
    """Put the parts of the heads side by side again."""
    batch, n_heads, seq, d_head = x.shape
    return x.transpose(1, 2).reshape(batch, seq, n_heads * d_head)


@checked
def self_attention(
    x: Float[Tensor, "batch seq d_model"],
    w_qkv: Float[Tensor, "3*d_model d_model"],
    w_out: Float[Tensor, "d_model d_model"],
    n_heads: int,
) -> Float[Tensor, "batch seq d_model"]:
    """Let each position attend to itself and to those before it."""
    seq, d_model = x.shape[1], x.shape[2]
    w_q, w_k, w_v = w_qkv.view(3, d_model, d_model)
    q, k, v = (split_heads(x @ w.T, n_heads) for w in (w_q, w_k, w_v))
    future = torch.ones(seq, seq, dtype=torch.bool).triu(diagonal=1)
    heads, _ = scaled_dot_product_attention(q, k, v, future)
    return join_heads(heads) @ w_out.T


@checked
def layer_norm(x: Float[Tensor, "*batch d_model"]) -> Float[Tensor, "*batch d_model"]:
    """Normalise the last axis to mean 0 and variance 1."""
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + 1e-5)


@checked
def feed_forward(
    x: Float[Tensor, "*batch d_model"],
    up: Float[Tensor, "d_ff d_model"],
    down: Float[Tensor, "d_model d_ff"],
) -> Float[Tensor, "*batch d_model"]:
    """Map each position through one hidden layer."""
    return F.relu(x @ up.T) @ down.T


@checked
def encode(
    tokens: Int[Tensor, "batch seq"],
    table: Float[Tensor, "vocab d_model"],
    positions: Float[Tensor, "seq d_model"],
    blocks: list[Block],
    n_heads: int,
) -> Float[Tensor, "batch seq vocab"]:
    """Return the logits of the next token at each position."""
    x = F.embedding(tokens, table) + positions
    for block in blocks:
        x = x + self_attention(layer_norm(x), block.qkv, block.out, n_heads)
        x = x + feed_forward(layer_norm(x), block.up, block.down)
    return layer_norm(x) @ table.T


def random_block(d_model: int, d_ff: int) -> Block:
    """Make a block with random weights."""
    scale = d_model**-0.5
    return Block(
        qkv=torch.randn(3 * d_model, d_model) * scale,
        out=torch.randn(d_model, d_model) * scale,
        up=torch.randn(d_ff, d_model) * scale,
        down=torch.randn(d_model, d_ff) * d_ff**-0.5,
    )


def main() -> None:
    """Run the encoder on random tokens."""
    torch.manual_seed(0)
    vocab, d_model, d_ff, n_heads, seq = 50, 32, 64, 4, 10
    blocks = [random_block(d_model, d_ff) for _ in range(2)]
    tokens = torch.randint(vocab, (3, seq))
    logits = encode(tokens, torch.randn(vocab, d_model), torch.randn(seq, d_model), blocks, n_heads)
    print(f"tokens {tuple(tokens.shape)} -> logits {tuple(logits.shape)}")


if __name__ == "__main__":
    main()
