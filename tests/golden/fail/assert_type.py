"""`assert_type` with a shape that the value has not."""

from typing import assert_type

import torch
from jaxtyping import Float
from torch import Tensor


def of_a_product(x: Float[Tensor, "n m"], y: Float[Tensor, "m k"]) -> None:
    assert_type(x @ y, Float[Tensor, "k n"])
    # E: assert_type: axis 0 is n, declared as k  [shape-mismatch]
    # N: fails for k=2, n=3


def of_another_rank(x: Float[Tensor, "n m"]) -> None:
    assert_type(x.reshape(-1), Float[Tensor, "n m"])
    # E: assert_type: the value has 1 axis, declared with 2  [shape-mismatch]


def of_literal_sizes() -> None:
    assert_type(torch.zeros(2, 3).sum(dim=1), Float[Tensor, "3"])
    # E: assert_type: axis 0 is 2, declared as 3  [shape-mismatch]


RUNS: dict[str, object] = {}

STATIC_ONLY = {
    "of_a_product": "assert_type does nothing at run time",
    "of_another_rank": "assert_type does nothing at run time",
    "of_literal_sizes": "assert_type does nothing at run time",
}
