"""A comment that silences nothing, and one that silences something else."""

import torch
from jaxtyping import Float
from torch import Tensor


def another_code(x: Float[Tensor, "n m"]) -> Tensor:
    return x @ x  # type: ignore[shape-broadcast]
    # E: Unused "type: ignore" comment  [unused-ignore]
    # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
    # N: Error code "shape-matmul" not covered by "type: ignore[shape-broadcast]" comment
    # N: x: Float[Tensor, "n m"], declared at line 8
    # N: fails for m=2, n=3


def nothing_to_silence(x: Float[Tensor, "n m"]) -> Tensor:
    return x @ x.T  # type: ignore[shape-matmul]
    # E: Unused "type: ignore" comment  [unused-ignore]


RUNS = {"another_code": lambda: another_code(torch.randn(2, 3))}

STATIC_ONLY = {"nothing_to_silence": "an unused comment changes nothing at run time"}
