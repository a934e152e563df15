"""The chain of a transformer, each time with one broken link."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor


def look_up_in_the_transpose(
    tokens: Int[Tensor, "batch seq"], table: Float[Tensor, "vocab d_model"]
) -> Float[Tensor, "batch seq d_model"]:
    return F.embedding(tokens, table.T)
    # E: Return value has shape "batch seq vocab"; expected "batch seq d_model": axis 2 is vocab, not d_model  [shape-mismatch]
    # N: F.embedding(tokens, table.T) has shape "batch seq vocab"
    # N: fails for vocab=2, d_model=3


def project_onto_the_inputs(
    x: Float[Tensor, "batch seq d_model"], W: Float[Tensor, "n_heads d_head d_model"]
) -> Float[Tensor, "batch n_heads seq d_head"]:
    return x.unsqueeze(1) @ W
    # E: matmul: inner sizes differ: d_model (axis -1 of x.unsqueeze(1)) and d_head (axis -2 of W)  [shape-matmul]
    # N: x.unsqueeze(1) has shape "batch 1 seq d_model"
    # N: W: Float[Tensor, "n_heads d_head d_model"], declared at line 21
    # N: fails for d_model=2, d_head=3
    # N: "W.mT" would fit: its shape is "n_heads d_model d_head"


def attend_to_nothing(
    q: Float[Tensor, "batch n_heads seq d_head"],
    k: Float[Tensor, "batch n_heads seq d_head"],
    v: Float[Tensor, "batch n_heads seq d_head"],
) -> Float[Tensor, "batch n_heads seq d_head"]:
    scores = q.mT @ k / math.sqrt(q.shape[-1])
    return torch.softmax(scores, dim=-1) @ v
    # E: matmul: inner sizes differ: d_head (axis -1 of torch.softmax(scores, dim=-1)) and seq (axis -2 of v)  [shape-matmul]
    # N: torch.softmax(scores, dim=-1) has shape "batch n_heads d_head d_head"
    # N: v: Float[Tensor, "batch n_heads seq d_head"], declared at line 34
    # N: fails for d_head=2, seq=3
    # N: "v.mT" would fit: its shape is "batch n_heads d_head seq"


def merge_without_joining_the_heads(
    heads: Float[Tensor, "batch n_heads seq d_head"], W: Float[Tensor, "d_model d_model"]
) -> Float[Tensor, "batch seq d_model"]:
    return F.linear(heads.transpose(1, 2), W)
    # E: linear: inner sizes differ: d_head (axis -1 of heads.transpose(1, 2)) and d_model (axis -1 of W)  [shape-matmul]
    # N: heads.transpose(1, 2) has shape "batch seq n_heads d_head"
    # N: W: Float[Tensor, "d_model d_model"], declared at line 46
    # N: fails for d_head=2, d_model=3


def residual_of_the_heads(
    x: Float[Tensor, "batch seq d_model"], heads: Float[Tensor, "batch n_heads seq d_head"]
) -> Float[Tensor, "batch seq d_model"]:
    return x + heads.sum(dim=1)
    # E: +: sizes cannot be broadcast: d_model (axis -1 of x) and d_head (axis -1 of heads.sum(dim=1))  [shape-broadcast]
    # N: x: Float[Tensor, "batch seq d_model"], declared at line 56
    # N: heads.sum(dim=1) has shape "batch seq d_head"
    # N: fails for d_model=2, d_head=3


def logits_without_the_transpose(
    x: Float[Tensor, "batch seq d_model"], table: Float[Tensor, "vocab d_model"]
) -> Float[Tensor, "batch seq vocab"]:
    return x @ table
    # E: matmul: inner sizes differ: d_model (axis -1 of x) and vocab (axis -2 of table)  [shape-matmul]
    # N: x: Float[Tensor, "batch seq d_model"], declared at line 66
    # N: table: Float[Tensor, "vocab d_model"], declared at line 66
    # N: fails for d_model=2, vocab=3
    # N: "table.T" would fit: its shape is "d_model vocab"


RUNS = {
    "look_up_in_the_transpose": lambda: look_up_in_the_transpose(
        torch.zeros(2, 5, dtype=torch.int64), torch.randn(11, 6)
    ),
    "project_onto_the_inputs": lambda: project_onto_the_inputs(torch.randn(2, 5, 6), torch.randn(4, 3, 6)),
    "attend_to_nothing": lambda: attend_to_nothing(
        torch.randn(2, 4, 5, 3), torch.randn(2, 4, 5, 3), torch.randn(2, 4, 5, 3)
    ),
    "merge_without_joining_the_heads": lambda: merge_without_joining_the_heads(
        torch.randn(2, 4, 5, 3), torch.randn(6, 6)
    ),
    "residual_of_the_heads": lambda: residual_of_the_heads(torch.randn(2, 5, 6), torch.randn(2, 4, 5, 3)),
    "logits_without_the_transpose": lambda: logits_without_the_transpose(
        torch.randn(2, 5, 6), torch.randn(11, 6)
    ),
}
