"""What fails for some sizes only: for others it gives something, and nothing is said of what comes after."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Generator(nn.Module):
    def __init__(self, channels: int, depth: int) -> None:
        super().__init__()
        self.first = nn.Conv1d(channels, 4, 1)
        self.layers = nn.ModuleList([nn.Conv1d(4, 4, 1) for _ in range(depth)])
        self.last = nn.Conv1d(4, 1, 1)

    def forward(self, steps: int) -> Tensor:
        x = self.first(torch.randn(2, 1, steps))
        # E: conv1d: sizes differ: 1 (axis 1 of torch.randn(2, 1, steps)) and channels (in_channels of self.first)  [shape-literal]
        # N: torch.randn(2, 1, steps) has shape "2 1 steps"
        # N: fails for channels=2
        skips = 0
        for layer in self.layers:
            x = layer(x)
            skips = skips + x
        return self.last(skips)


def on_one_of_two_ways(x: Float[Tensor, "n"], y: Float[Tensor, "m"], add: bool) -> Float[Tensor, "7"]:
    z = torch.zeros(5)
    if add:
        z = x + y
        # E: +: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
        # N: x: Float[Tensor, "n"], declared at line 27
        # N: y: Float[Tensor, "m"], declared at line 27
        # N: fails for n=2, m=3
    return z.view(7)


def in_a_loop(x: Float[Tensor, "n"], y: Float[Tensor, "m"], steps: int) -> Float[Tensor, "7"]:
    z = torch.zeros(5)
    seen = [z]
    for _ in range(steps):
        z = x + y
        # E: +: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
        # N: x: Float[Tensor, "n"], declared at line 38
        # N: y: Float[Tensor, "m"], declared at line 38
        # N: fails for n=2, m=3
        seen.append(z)
    return seen[-1].view(7) + z.view(7)


def in_an_unrolled_loop(x: Float[Tensor, "n"], y: Float[Tensor, "m"]) -> Float[Tensor, "7"]:
    z = torch.zeros(5)
    for add in (True, False):
        if add:
            z = x + y
            # E: +: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
            # N: x: Float[Tensor, "n"], declared at line 51
            # N: y: Float[Tensor, "m"], declared at line 51
            # N: fails for n=2, m=3
    return z.view(7)


def in_a_while_loop(x: Float[Tensor, "n"], y: Float[Tensor, "m"], steps: int) -> Float[Tensor, "7"]:
    z = torch.zeros(5)
    while steps > 0:
        z = x + y
        # E: +: sizes cannot be broadcast: n (axis -1 of x) and m (axis -1 of y)  [shape-broadcast]
        # N: x: Float[Tensor, "n"], declared at line 63
        # N: y: Float[Tensor, "m"], declared at line 63
        # N: fails for n=2, m=3
        steps -= 1
    return z.view(7)


RUNS = {
    "Generator.forward": lambda: Generator(3, 2)(10),
    "on_one_of_two_ways": lambda: on_one_of_two_ways(torch.ones(2), torch.ones(3), True),
    "in_a_loop": lambda: in_a_loop(torch.ones(2), torch.ones(3), 1),
    "in_an_unrolled_loop": lambda: in_an_unrolled_loop(torch.ones(2), torch.ones(3)),
    "in_a_while_loop": lambda: in_a_while_loop(torch.ones(2), torch.ones(3), 1),
}
