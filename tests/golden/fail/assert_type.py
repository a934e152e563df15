"""`assert_type` with a shape that the value has not."""

from typing import assert_type

import torch
from jaxtyping import Float
from torch import Tensor


def of_a_product(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> None:
    assert_type(x @ y, Float[Tensor, "k n"])
    # E: Expression has shape "n k"; expected "k n": axis 0 is n, not k  [shape-mismatch]
    # N: x @ y has shape "n k"
    # N: fails for n=2, k=3


def of_another_rank(x: Float[Tensor, "n m"]) -> None:
    assert_type(x.reshape(-1), Float[Tensor, "n m"])
    # E: Expression has 1 axis, "m*n"; expected 2 axes, "n m"  [shape-rank]
    # N: x.reshape(-1) has shape "m*n"


def of_literal_sizes() -> None:
    assert_type(torch.zeros(2, 3).sum(dim=1), Float[Tensor, "3"])
    # E: Expression has shape "2"; expected "3": axis 0 is 2, not 3  [shape-mismatch]
    # N: torch.zeros(2, 3).sum(dim=1) has shape "2"


RUNS: dict[str, object] = {}

STATIC_ONLY = {
    "of_a_product": "assert_type does nothing at run time",
    "of_another_rank": "assert_type does nothing at run time",
    "of_literal_sizes": "assert_type does nothing at run time",
}
