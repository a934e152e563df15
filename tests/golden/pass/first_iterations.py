"""What holds in the first iteration of a loop only, and what is not reached in it."""

import torch
from jaxtyping import Float
from torch import Tensor


def the_first_is_another(
    x: Float[Tensor, "b n"], first: Float[Tensor, "n m"], rest: Float[Tensor, "m m"], steps: int
) -> Float[Tensor, "b _"]:
    h = x
    for step in range(steps):
        h = h @ rest if step > 0 else h @ first
    return h


def by_a_branch(
    x: Float[Tensor, "b n"], first: Float[Tensor, "n m"], rest: Float[Tensor, "m m"], steps: int
) -> Float[Tensor, "b _"]:
    h = x
    for step in range(steps):
        if step == 0:
            h = h @ first
            continue
        h = h @ rest
    return h


def earlier_ones(x: Float[Tensor, "b n"], steps: int) -> Float[Tensor, "b _"]:
    seen: list[Tensor] = []
    for _ in range(steps):
        if len(seen) > 1:
            x = torch.cat(seen, dim=1)
        seen.append(x)
    return x


def a_loop_over_earlier_ones(x: Float[Tensor, "b n"], steps: int) -> Float[Tensor, "b n"]:
    h = x.sum(0)
    for step in range(steps):
        for _ in range(step):
            x = x + h[: x.shape[0], None]
        h = x[:, 0]
    return x


def run() -> None:
    assert the_first_is_another(torch.ones(2, 3), torch.ones(3, 4), torch.ones(4, 4), 3).shape == (2, 4)
    assert by_a_branch(torch.ones(2, 3), torch.ones(3, 4), torch.ones(4, 4), 3).shape == (2, 4)
    assert earlier_ones(torch.ones(2, 3), 4).shape == (2, 12)
    assert a_loop_over_earlier_ones(torch.ones(2, 3), 3).shape == (2, 3)
