"""Exceptions, nested functions and indices that decide nothing about the sizes that differ."""

import torch
from jaxtyping import Float
from torch import Tensor


def behind_another_error(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], text: str) -> Tensor:
    try:
        count = int(text)
    except ValueError:
        count = 0
    return x if count > 1000 else x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 8
    # N: w: Float[Tensor, "k d"], declared at line 8
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_nested_function_about_something_else(
    x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], limit: int
) -> Tensor:
    def is_large() -> bool:
        return limit > 1000

    return x if is_large() else x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 22
    # N: w: Float[Tensor, "k d"], declared at line 22
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def an_index_about_another_axis(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Tensor:
    kind = ["few", "many"][x.shape[0] > 1000]
    return x if kind == "many" else x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 35
    # N: w: Float[Tensor, "k d"], declared at line 35
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "behind_another_error": lambda: behind_another_error(torch.randn(2, 3), torch.randn(4, 3), "1"),
    "a_nested_function_about_something_else": lambda: a_nested_function_about_something_else(
        torch.randn(2, 3), torch.randn(4, 3), 1
    ),
    "an_index_about_another_axis": lambda: an_index_about_another_axis(torch.randn(2, 3), torch.randn(4, 3)),
}
