"""A mistake in a branch, and one that every branch leads to."""

import torch
from jaxtyping import Float
from torch import Tensor


def in_the_first_branch(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        y = x @ x
        # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
        # N: x: Float[Tensor, "n m"], declared at line 8
        # N: fails for m=2, n=3
    else:
        y = x + 1
    return y


def in_the_other_branch(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        y = x * 2
    else:
        y = x + x.T
        # E: +: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of x.T)  [shape-broadcast]
        # N: x: Float[Tensor, "n m"], declared at line 19
        # N: x.T has shape "m n"
        # N: fails for m=2, n=3
    return y


def after_both(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        y = x.T * 2
    else:
        y = x.T
    return y
    # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: y has shape "m n"
    # N: fails for m=2, n=3


def the_axis_that_stays(x: Float[Tensor, "n m"], y: Float[Tensor, "k m"], flag: bool) -> Tensor:
    chosen = x if flag else y
    return chosen @ x
    # E: matmul: inner sizes differ: m (axis -1 of chosen) and n (axis -2 of x)  [shape-matmul]
    # N: chosen has shape "_ m"
    # N: x: Float[Tensor, "n m"], declared at line 42
    # N: fails for m=2, n=3
    # N: "x.T" would fit: its shape is "m n"


def a_missing_branch(x: Float[Tensor, "n m"], scale: Float[Tensor, "n"] | None) -> Float[Tensor, "n m"]:
    if scale is not None:
        x = x * scale
        # E: *: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of scale)  [shape-broadcast]
        # N: x: Float[Tensor, "n m"], declared at line 52
        # N: scale: Float[Tensor, "n"], declared at line 52
        # N: fails for m=2, n=3
        # N: "scale[..., None]" would fit: its shape is "n 1"
    return x


def returned_early(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        return x.T
        # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
        # N: x.T has shape "m n"
        # N: fails for m=2, n=3
    return x


RUNS = {
    "in_the_first_branch": lambda: in_the_first_branch(torch.randn(2, 3), True),
    "in_the_other_branch": lambda: in_the_other_branch(torch.randn(2, 3), False),
    "after_both": lambda: after_both(torch.randn(2, 3), True),
    "the_axis_that_stays": lambda: the_axis_that_stays(torch.randn(2, 3), torch.randn(5, 3), True),
    "a_missing_branch": lambda: a_missing_branch(torch.randn(2, 3), torch.randn(2)),
    "returned_early": lambda: returned_early(torch.randn(2, 3), True),
}
