"""Products of batches of matrices that do not fit."""

import torch
from jaxtyping import Float
from torch import Tensor


def inner_literal(a: Float[Tensor, "32 10 64"], b: Float[Tensor, "32 20 64"]) -> Tensor:
    return torch.bmm(a, b)
    # E: bmm: inner sizes differ: 64 (axis -1 of a) and 20 (axis -2 of b)  [shape-matmul]
    # N: a: Float[Tensor, "32 10 64"], declared at line 8
    # N: b: Float[Tensor, "32 20 64"], declared at line 8
    # N: "b.mT" would fit: its shape is "32 64 20"


def batch_sizes(a: Float[Tensor, "batch n k"], b: Float[Tensor, "other k m"]) -> Tensor:
    return a.bmm(b)
    # E: bmm: sizes differ: batch (axis -3 of a) and other (axis -3 of b)  [shape-op]
    # N: a: Float[Tensor, "batch n k"], declared at line 16
    # N: b: Float[Tensor, "other k m"], declared at line 16
    # N: fails for other=2, batch=3


def one_matrix_for_all(a: Float[Tensor, "batch n k"], b: Float[Tensor, "k m"]) -> Tensor:
    return torch.bmm(a, b)
    # E: bmm: b has 2 axes, "k m", but needs 3 axes  [shape-rank]
    # N: a: Float[Tensor, "batch n k"], declared at line 24
    # N: b: Float[Tensor, "k m"], declared at line 24


def gram_without_transpose(a: Float[Tensor, "batch n k"]) -> Float[Tensor, "batch n n"]:
    return torch.bmm(a, a)
    # E: bmm: inner sizes differ: k (axis -1 of a) and n (axis -2 of a)  [shape-matmul]
    # N: a: Float[Tensor, "batch n k"], declared at line 31
    # N: fails for n=2, k=3


RUNS = {
    "inner_literal": lambda: inner_literal(torch.randn(32, 10, 64), torch.randn(32, 20, 64)),
    "batch_sizes": lambda: batch_sizes(torch.randn(2, 3, 4), torch.randn(6, 4, 5)),
    "one_matrix_for_all": lambda: one_matrix_for_all(torch.randn(2, 3, 4), torch.randn(4, 5)),
    "gram_without_transpose": lambda: gram_without_transpose(torch.randn(2, 3, 4)),
}
