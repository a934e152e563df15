"""Matrix products in PyTorch that do not fit."""

import torch
from jaxtyping import Float
from torch import Tensor


def literal_sizes() -> Float[Tensor, "3 5"]:
    a = torch.randn(3, 4)
    b = torch.randn(5, 4)
    return a @ b
    # E: matmul: inner sizes differ: 4 (axis -1 of a) and 5 (axis -2 of b)  [shape-matmul]
    # N: a has shape "3 4"
    # N: b has shape "5 4"
    # N: "b.T" would fit: its shape is "4 5"


def three_axes(a: Float[Tensor, "batch n k"], b: Float[Tensor, "batch k m"]) -> Tensor:
    return torch.mm(a, b)
    # E: mm: a has 3 axes, "batch n k", but needs 2 axes  [shape-rank]
    # N: a: Float[Tensor, "batch n k"], declared at line 18
    # N: b: Float[Tensor, "batch k m"], declared at line 18


def matrix_for_a_vector(a: Float[Tensor, "n k"], v: Float[Tensor, "k 1"]) -> Tensor:
    return torch.mv(a, v)
    # E: mv: v has 2 axes, "k 1", but needs 1 axis  [shape-rank]
    # N: a: Float[Tensor, "n k"], declared at line 25
    # N: v: Float[Tensor, "k 1"], declared at line 25


def vector_on_the_wrong_side(v: Float[Tensor, "n"], a: Float[Tensor, "n k"]) -> Tensor:
    return a @ v
    # E: matmul: inner sizes differ: k (axis -1 of a) and n (axis -1 of v)  [shape-matmul]
    # N: a: Float[Tensor, "n k"], declared at line 32
    # N: v: Float[Tensor, "n"], declared at line 32
    # N: fails for k=2, n=3
    # N: "a.T" would fit: its shape is "k n"


def batch_axes_differ(a: Float[Tensor, "batch heads n k"], b: Float[Tensor, "heads batch k m"]) -> Tensor:
    return torch.matmul(a, b)
    # E: matmul: sizes cannot be broadcast: heads (axis -3 of a) and batch (axis -3 of b)  [shape-broadcast]
    # N: a: Float[Tensor, "batch heads n k"], declared at line 41
    # N: b: Float[Tensor, "heads batch k m"], declared at line 41
    # N: fails for heads=2, batch=3


def inner_axes_swapped(a: Float[Tensor, "*batch n k"], b: Float[Tensor, "*batch m k"]) -> Tensor:
    return a.matmul(b)
    # E: matmul: inner sizes differ: k (axis -1 of a) and m (axis -2 of b)  [shape-matmul]
    # N: a: Float[Tensor, "*batch n k"], declared at line 49
    # N: b: Float[Tensor, "*batch m k"], declared at line 49
    # N: fails for k=2, m=3
    # N: "b.mT" would fit: its shape is "*batch k m"


RUNS = {
    "literal_sizes": literal_sizes,
    "three_axes": lambda: three_axes(torch.randn(2, 3, 4), torch.randn(2, 4, 5)),
    "matrix_for_a_vector": lambda: matrix_for_a_vector(torch.randn(3, 4), torch.randn(4, 1)),
    "vector_on_the_wrong_side": lambda: vector_on_the_wrong_side(torch.randn(3), torch.randn(3, 4)),
    "batch_axes_differ": lambda: batch_axes_differ(torch.randn(2, 6, 3, 4), torch.randn(6, 2, 4, 5)),
    "inner_axes_swapped": lambda: inner_axes_swapped(torch.randn(2, 6, 3, 4), torch.randn(2, 6, 5, 4)),
}
