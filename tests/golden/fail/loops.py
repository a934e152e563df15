"""Mistakes in the first iteration, and after the loop."""

import torch
from jaxtyping import Float
from torch import Tensor


def in_the_body(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"], steps: int) -> Float[Tensor, "n d"]:
    for _ in range(steps):
        x = torch.tanh(x @ w)
        # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
        # N: x: Float[Tensor, "n d"], declared at line 8
        # N: w: Float[Tensor, "k d"], declared at line 8
        # N: fails for d=2, k=3
        # N: "w.T" would fit: its shape is "d k"
    return x


def of_something_that_does_not_change(x: Float[Tensor, "n m"], steps: int) -> Float[Tensor, ""]:
    total = torch.zeros(())
    for _ in range(steps):
        total = total + (x + x.T).sum()
        # E: +: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of x.T)  [shape-broadcast]
        # N: x: Float[Tensor, "n m"], declared at line 19
        # N: x.T has shape "m n"
        # N: fails for m=2, n=3
    return total


def after_the_loop(x: Float[Tensor, "n d"], w: Float[Tensor, "d d"], steps: int) -> Float[Tensor, "d n"]:
    for _ in range(steps):
        x = x @ w
    return x
    # E: Return value has shape "n d"; expected "d n": axis 0 is n, not d  [shape-mismatch]
    # N: x: Float[Tensor, "n d"], declared at line 30
    # N: fails for n=2, d=3


def over_layers(x: Float[Tensor, "n d"], layers: list[Float[Tensor, "k d"]]) -> Float[Tensor, "n d"]:
    for w in layers:
        x = x @ w
        # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
        # N: x: Float[Tensor, "n d"], declared at line 39
        # N: w: Float[Tensor, "k d"], declared at line 39
        # N: fails for d=2, k=3
        # N: "w.T" would fit: its shape is "d k"
    return x


def while_it_is_large(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    while float(x.sum()) > 0:
        x = x - x.sum(dim=1)
        # E: -: sizes cannot be broadcast: m (axis -1 of x) and n (axis -1 of x.sum(dim=1))  [shape-broadcast]
        # N: x: Float[Tensor, "n m"], declared at line 50
        # N: x.sum(dim=1) has shape "n"
        # N: fails for m=2, n=3
        # N: "x.sum(dim=1)[..., None]" would fit: its shape is "n 1"
    return x


def over_pieces(x: Float[Tensor, "b d"], w: Float[Tensor, "d k"], size: int) -> Float[Tensor, "b k"]:
    pieces = [piece @ w.T for piece in torch.split(x, size)]
    # E: matmul: inner sizes differ: d (axis -1 of piece) and k (axis -2 of w.T)  [shape-matmul]
    # N: piece has shape "_ d"
    # N: w.T has shape "k d"
    # N: fails for d=2, k=3
    # N: "w" would fit: its shape is "d k"
    return torch.cat(pieces)


RUNS = {
    "in_the_body": lambda: in_the_body(torch.randn(2, 3), torch.randn(4, 3), 1),
    "of_something_that_does_not_change": lambda: of_something_that_does_not_change(torch.randn(2, 3), 1),
    "after_the_loop": lambda: after_the_loop(torch.randn(2, 3), torch.randn(3, 3), 1),
    "over_layers": lambda: over_layers(torch.randn(2, 3), [torch.randn(4, 3)]),
    "over_pieces": lambda: over_pieces(torch.randn(5, 3), torch.randn(3, 4), 2),
    "while_it_is_large": lambda: while_it_is_large(torch.ones(2, 3)),
}
