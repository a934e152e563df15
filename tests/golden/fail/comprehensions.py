"""Mistakes inside comprehensions and generators, and with what they give."""

from collections.abc import Iterator

import torch
from jaxtyping import Float
from torch import Tensor


def a_list(xs: Float[Tensor, "b n d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "_ n k"]:
    return torch.stack([x @ w for x in xs])
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x has shape "n d"
    # N: w: Float[Tensor, "k d"], declared at line 10
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_known_number(x: Float[Tensor, "n d"]) -> Float[Tensor, "3 n d"]:
    return torch.stack([x * i for i in range(4)])
    # E: Return value has shape "4 n d"; expected "3 n d": axis 0 is 4, not 3  [shape-mismatch]


def joined(x: Float[Tensor, "n d"]) -> Float[Tensor, "n 2*d"]:
    return torch.cat([x**power for power in (1, 2, 3)], dim=-1)
    # E: Return value has shape "n 3*d"; expected "n 2*d": axis 1 is 3*d, not 2*d  [shape-mismatch]
    # N: fails for d=2


def with_a_condition(xs: list[Float[Tensor, "n d"]]) -> Float[Tensor, "_ n"]:
    return torch.cat([x for x in xs if x.sum() > 0])
    # E: Return value has shape "_*n d"; expected "_ n": axis 1 is d, not n  [shape-mismatch]
    # N: fails for d=2, n=3


def of_pairs(xs: list[Float[Tensor, "n d"]], ws: list[Float[Tensor, "k d"]]) -> Float[Tensor, "_ n k"]:
    return torch.stack([x @ w for x, w in zip(xs, ws, strict=True)])
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 36
    # N: w: Float[Tensor, "k d"], declared at line 36
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def nested(xs: Float[Tensor, "a b d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "_ k"]:
    return torch.stack([y @ w for x in xs for y in x])
    # E: matmul: inner sizes differ: d (axis -1 of y) and k (axis -2 of w)  [shape-matmul]
    # N: y has shape "d"
    # N: w: Float[Tensor, "k d"], declared at line 45
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_dict(xs: dict[str, Float[Tensor, "n d"]], w: Float[Tensor, "k d"]) -> dict[str, Tensor]:
    return {name: x @ w for name, x in xs.items()}
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 54
    # N: w: Float[Tensor, "k d"], declared at line 54
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_generator(xs: Float[Tensor, "n d"], size: int) -> Iterator[Float[Tensor, "_ d"]]:
    for start in range(0, xs.shape[0], size):
        yield xs[start]
        # E: Yielded value has 1 axis, "d"; expected 2 axes, "_ d"  [shape-rank]
        # N: xs[start] has shape "d"


def of_a_generator(xs: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "_ k"]:
    return torch.cat([batch @ w for batch in batches(xs, 2)])
    # E: matmul: inner sizes differ: d (axis -1 of batch) and k (axis -2 of w)  [shape-matmul]
    # N: batch has shape "_ d"
    # N: w: Float[Tensor, "k d"], declared at line 70
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def batches(xs: Float[Tensor, "n d"], size: int) -> Iterator[Float[Tensor, "_ d"]]:
    for start in range(0, xs.shape[0], size):
        yield xs[start : start + size]


RUNS = {
    "a_list": lambda: a_list(torch.randn(2, 3, 4), torch.randn(5, 4)),
    "a_known_number": lambda: a_known_number(torch.randn(2, 3)),
    "joined": lambda: joined(torch.randn(2, 3)),
    "with_a_condition": lambda: with_a_condition([torch.ones(2, 3)]),
    "of_pairs": lambda: of_pairs([torch.randn(2, 3)], [torch.randn(4, 3)]),
    "nested": lambda: nested(torch.randn(2, 3, 4), torch.randn(5, 4)),
    "a_dict": lambda: a_dict({"x": torch.randn(2, 3)}, torch.randn(4, 3)),
    "of_a_generator": lambda: of_a_generator(torch.randn(4, 3), torch.randn(5, 3)),
}

STATIC_ONLY = {"a_generator": "the items of a generator are not checked by jaxtyping"}
