"""Annotated assignments whose value has another shape."""

import torch
from jaxtyping import Float
from torch import Tensor


def the_declared_shape(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "n m"] = x.T
    # E: assignment to y: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3
    print(y)


def another_rank(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "n m"] = x.sum(dim=1)
    # E: assignment to y: the value has 1 axis, declared with 2  [shape-mismatch]
    print(y)


def a_new_name_for_two_sizes(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "k k"] = x
    # E: assignment to y: axis 1 is m, k is n already  [shape-mismatch]
    # N: fails for m=2, n=3
    print(y)


def a_name_that_was_bound(x: Float[Tensor, "n m"]) -> Float[Tensor, "n n"]:
    y: Float[Tensor, "rows columns"] = x.T
    return y @ x
    # E: return: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3


RUNS = {"a_name_that_was_bound": lambda: a_name_that_was_bound(torch.randn(2, 3))}

STATIC_ONLY = {
    "the_declared_shape": "the annotation of a local is not seen at run time",
    "another_rank": "the annotation of a local is not seen at run time",
    "a_new_name_for_two_sizes": "the annotation of a local is not seen at run time",
}
