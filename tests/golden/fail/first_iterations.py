"""What fails in every iteration of a loop, or in all but the first."""

import torch
from jaxtyping import Float
from torch import Tensor


def every_step(x: Float[Tensor, "b n"], weight: Float[Tensor, "m n"], steps: int) -> Float[Tensor, "b _"]:
    h = x
    for _ in range(steps):
        h = h @ weight
        # E: matmul: inner sizes differ: n (axis -1 of h) and m (axis -2 of weight)  [shape-matmul]
        # N: h: Float[Tensor, "b n"], declared at line 8
        # N: weight: Float[Tensor, "m n"], declared at line 8
        # N: fails for n=2, m=3
        # N: "weight.T" would fit: its shape is "n m"
    return h


def all_but_the_first(x: Float[Tensor, "b n"], steps: int) -> Float[Tensor, "b n"]:
    for step in range(steps):
        if step > 0:
            x = x @ x
            # E: matmul: inner sizes differ: n (axis -1 of x) and b (axis -2 of x)  [shape-matmul]
            # N: x: Float[Tensor, "b n"], declared at line 20
            # N: fails for n=2, b=3
    return x


RUNS = {
    "every_step": lambda: every_step(torch.ones(2, 3), torch.ones(4, 3), 2),
    "all_but_the_first": lambda: all_but_the_first(torch.ones(2, 3), 2),
}
