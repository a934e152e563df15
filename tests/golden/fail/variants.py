"""Functions of one name in different scopes: each is the one that is called there."""

import torch
from jaxtyping import Float
from torch import Tensor


def rows(x: Float[Tensor, "n d"]) -> Float[Tensor, "n"]:
    def fold(x: Tensor) -> Tensor:
        return x.sum(0)

    return fold(x)
    # E: Return value has shape "d"; expected "n": axis 0 is d, not n  [shape-mismatch]
    # N: fold(x) has shape "d"
    # N: fails for d=2, n=3


def columns(x: Float[Tensor, "n d"]) -> Float[Tensor, "n"]:
    def fold(x: Tensor) -> Tensor:
        return x.sum(1)

    return x @ fold(x)
    # E: matmul: inner sizes differ: d (axis -1 of x) and n (axis -1 of fold(x))  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 18
    # N: fold(x) has shape "n"
    # N: fails for d=2, n=3
    # N: "x.T" would fit: its shape is "d n"


RUNS = {
    "rows": lambda: rows(torch.ones(2, 3)),
    "columns": lambda: columns(torch.ones(2, 3)),
}
