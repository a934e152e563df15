"""What would fail for other sizes than those that are declared: what comes after fits what these give."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Generator(nn.Module):
    def __init__(self, depth: int) -> None:
        super().__init__()
        self.first = nn.Conv1d(1, 4, 1)
        self.layers = nn.ModuleList([nn.Conv1d(4, 4, 1) for _ in range(depth)])
        self.last = nn.Conv1d(4, 1, 1)

    def forward(self, steps: int) -> Tensor:
        x = self.first(torch.randn(2, 1, steps))
        skips = 0
        for layer in self.layers:
            x = layer(x)
            skips = skips + x
        return self.last(skips)


def on_one_of_two_ways(x: Float[Tensor, "7"], y: Float[Tensor, "1"], add: bool) -> Float[Tensor, "7"]:
    z = torch.zeros(7)
    if add:
        z = x + y
    return z.view(7)


def in_a_loop(x: Float[Tensor, "n"], y: Float[Tensor, "n"], steps: int) -> Float[Tensor, "n"]:
    z = torch.zeros(5)
    seen = [z]
    for _ in range(steps):
        z = x + y
        seen.append(z)
    return seen[-1].view(x.shape) + z.view(x.shape)


def in_an_unrolled_loop(x: Float[Tensor, "7"], y: Float[Tensor, "7"]) -> Float[Tensor, "7"]:
    z = torch.zeros(5)
    for add in (True, False):
        if add:
            z = x + y
    return z.view(7)


def in_a_while_loop(x: Float[Tensor, "n"], y: Float[Tensor, "n"], steps: int) -> Float[Tensor, "n"]:
    z = torch.zeros(5)
    while steps > 0:
        z = x + y
        steps -= 1
    return z.view(x.shape)


def run() -> None:
    assert Generator(2)(10).shape == (2, 1, 10)
    assert on_one_of_two_ways(torch.ones(7), torch.ones(1), True).shape == (7,)
    assert in_a_loop(torch.ones(3), torch.ones(3), 2).shape == (3,)
    assert in_an_unrolled_loop(torch.ones(7), torch.ones(7)).shape == (7,)
    assert in_a_while_loop(torch.ones(3), torch.ones(3), 2).shape == (3,)
