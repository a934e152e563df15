"""Products of vectors that do not fit, or do not give what is declared."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def dot(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, ""]:
    return torch.dot(a, b)
    # E: dot: sizes differ: n (axis 0 of a) and m (axis 0 of b)  [shape-matmul]
    # N: fails for m=2, n=3


def dot_of_matrices(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return torch.dot(a, b)
    # E: dot: a has 2 axes, 1 is needed  [shape-rank]


def sum_of_one_axis(a: Float[Tensor, "n m"], b: Float[Tensor, "n m"]) -> Float[Tensor, ""]:
    return (a * b).sum(dim=0)
    # E: return: the result has 1 axis, declared with 0  [shape-mismatch]


def matmul_of_vectors(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, ""]:
    return a @ b
    # E: matmul: inner sizes differ: n (axis -1 of a) and m (axis -1 of b)  [shape-matmul]
    # N: fails for m=2, n=3


def outer(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    return torch.outer(b, a)
    # E: return: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3


def outer_in_numpy(a: Float[np.ndarray, "n"], b: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n"]:
    return np.outer(a, b)
    # E: return: the result has 2 axes, declared with 1  [shape-mismatch]


RUNS = {
    "dot": lambda: dot(torch.randn(3), torch.randn(4)),
    "dot_of_matrices": lambda: dot_of_matrices(torch.randn(2, 3), torch.randn(2, 3)),
    "sum_of_one_axis": lambda: sum_of_one_axis(torch.randn(2, 3), torch.randn(2, 3)),
    "matmul_of_vectors": lambda: matmul_of_vectors(torch.randn(3), torch.randn(4)),
    "outer": lambda: outer(torch.randn(3), torch.randn(4)),
    "outer_in_numpy": lambda: outer_in_numpy(np.ones(3), np.ones(4)),
}
