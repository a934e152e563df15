"""A `try` that does not catch the failure, and a mistake in the handler."""

import torch
from jaxtyping import Float
from torch import Tensor


def only_cleaned_up(x: Float[Tensor, "n m"]) -> Tensor:
    try:
        return x @ x
        # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
        # N: x: Float[Tensor, "n m"], declared at line 8
        # N: fails for m=2, n=3
    finally:
        print("done")


def of_another_kind(x: Float[Tensor, "n m"]) -> Tensor:
    try:
        return x @ x
        # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
        # N: x: Float[Tensor, "n m"], declared at line 18
        # N: fails for m=2, n=3
    except KeyError:
        return x


def in_the_handler(x: Float[Tensor, "n m"], key: str) -> Tensor:
    try:
        return {"x": x}[key]
    except KeyError:
        return x @ x
        # E: matmul: inner sizes differ: m (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
        # N: x: Float[Tensor, "n m"], declared at line 28
        # N: fails for m=2, n=3


RUNS = {
    "only_cleaned_up": lambda: only_cleaned_up(torch.randn(2, 3)),
    "of_another_kind": lambda: of_another_kind(torch.randn(2, 3)),
    "in_the_handler": lambda: in_the_handler(torch.randn(2, 3), "y"),
}
