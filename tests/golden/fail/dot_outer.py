"""Products of vectors that do not fit, or do not give what is declared."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def dot(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, ""]:
    return torch.dot(a, b)
    # E: dot: inner sizes differ: n (axis -1 of a) and m (axis -1 of b)  [shape-matmul]
    # N: a: Float[Tensor, "n"], declared at line 9
    # N: b: Float[Tensor, "m"], declared at line 9
    # N: fails for m=2, n=3


def dot_of_matrices(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return torch.dot(a, b)
    # E: dot: a has 2 axes, "n m", but needs 1 axis  [shape-rank]
    # N: a: Float[Tensor, "n m"], declared at line 17
    # N: b: Float[Tensor, "n m"], declared at line 17


def sum_of_one_axis(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return (a * b).sum(dim=0)
    # E: Return value has 1 axis, "m"; expected 0 axes, ""  [shape-rank]
    # N: (a * b).sum(dim=0) has shape "m"


def matmul_of_vectors(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, ""]:
    return a @ b
    # E: matmul: inner sizes differ: n (axis -1 of a) and m (axis -1 of b)  [shape-matmul]
    # N: a: Float[Tensor, "n"], declared at line 30
    # N: b: Float[Tensor, "m"], declared at line 30
    # N: fails for n=2, m=3


def outer(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    return torch.outer(b, a)
    # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: torch.outer(b, a) has shape "m n"
    # N: fails for m=2, n=3


def outer_in_numpy(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n"]:
    return np.outer(a, b)
    # E: Return value has 2 axes, "n m"; expected 1 axis, "n"  [shape-rank]
    # N: np.outer(a, b) has shape "n m"


def contracted_with_itself(x: Float[Tensor, "c c t"]) -> Tensor:
    halves = x.unfold(-1, 2, 2).amax(-1)
    return torch.tensordot(halves, halves, dims=([-1], [1]))
    # E: tensordot: inner sizes differ: t//2 (axis -1 of halves) and c (axis 1 of halves)  [shape-op]
    # N: halves has shape "c c t//2"
    # N: fails for t=4, c=3


RUNS = {
    "contracted_with_itself": lambda: contracted_with_itself(torch.randn(3, 3, 4)),
    "dot": lambda: dot(torch.randn(3), torch.randn(4)),
    "dot_of_matrices": lambda: dot_of_matrices(torch.randn(2, 3), torch.randn(2, 3)),
    "sum_of_one_axis": lambda: sum_of_one_axis(torch.randn(2, 3), torch.randn(2, 3)),
    "matmul_of_vectors": lambda: matmul_of_vectors(torch.randn(3), torch.randn(4)),
    "outer": lambda: outer(torch.randn(3), torch.randn(4)),
    "outer_in_numpy": lambda: outer_in_numpy(np.ones(3), np.ones(4)),
}
