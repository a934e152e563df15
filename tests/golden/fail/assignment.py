"""Annotated assignments whose value has another shape."""

import torch
from jaxtyping import Float
from torch import Tensor


def the_declared_shape(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "n m"] = x.T
    # E: Value assigned to "y" has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: x.T has shape "m n"
    # N: fails for m=2, n=3
    print(y)


def another_rank(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "n m"] = x.sum(dim=1)
    # E: Value assigned to "y" has 1 axis, "n"; expected 2 axes, "n m"  [shape-rank]
    # N: x.sum(dim=1) has shape "n"
    print(y)


def a_new_name_for_two_sizes(x: Float[Tensor, "n m"]) -> None:
    y: Float[Tensor, "k k"] = x
    # E: Value assigned to "y" has shape "n m"; expected "k k": axis 1 is m, not k=n  [shape-mismatch]
    # N: x: Float[Tensor, "n m"], declared at line 23
    # N: fails for m=2, n=3
    print(y)


def a_name_that_was_bound(x: Float[Tensor, "n m"]) -> Float[Tensor, "n n"]:
    y: Float[Tensor, "rows columns"] = x.T
    return y @ x
    # E: Return value has shape "m m"; expected "n n": axis 0 is m, not n  [shape-mismatch]
    # N: y @ x has shape "m m"
    # N: fails for m=2, n=3


RUNS = {"a_name_that_was_bound": lambda: a_name_that_was_bound(torch.randn(2, 3))}

STATIC_ONLY = {
    "the_declared_shape": "the annotation of a local is not seen at run time",
    "another_rank": "the annotation of a local is not seen at run time",
    "a_new_name_for_two_sizes": "the annotation of a local is not seen at run time",
}
