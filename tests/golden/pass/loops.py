"""Loops run to a fixed point: what every iteration keeps is known after it."""

import torch
from einops import reduce
from jaxtyping import Float
from torch import Tensor


def keeps_its_shape(x: Float[Tensor, "n d"], w: Float[Tensor, "d d"], steps: int) -> Float[Tensor, "n d"]:
    for _ in range(steps):
        x = torch.tanh(x @ w)
    return x


def grows(x: Float[Tensor, "n"], steps: int) -> Float[Tensor, "... n"]:
    for _ in range(steps):
        x = x.unsqueeze(0)
    return x


def transposes_each_time(x: Float[Tensor, "n m"], steps: int) -> Tensor:
    for _ in range(steps):
        x = x.T
    return x @ torch.ones(x.shape[1], 4)


def over_layers(x: Float[Tensor, "n d"], layers: list[Float[Tensor, "d d"]]) -> Float[Tensor, "n d"]:
    for w in layers:
        x = x @ w
    return x


def over_layers_of_any_size(x: Float[Tensor, "n d"], layers: list[Tensor]) -> Float[Tensor, "n k"]:
    for w in layers:
        x = x @ w
    return x


def until_it_converges(x: Float[Tensor, "n"], w: Float[Tensor, "n n"]) -> Float[Tensor, "n"]:
    error = 1.0
    while error > 0.5:
        new = w @ x / 2
        error = float((new - x).abs().sum()) / 100
        x = new
    return x


def accumulates(xs: Float[Tensor, "steps n"]) -> Float[Tensor, "n"]:
    total = torch.zeros(xs.shape[1])
    for i in range(xs.shape[0]):
        total = total + xs[i]
    return total


def leaves_in_the_middle(x: Float[Tensor, "n m"], steps: int) -> Float[Tensor, "n m"]:
    for step in range(steps):
        if step == 3:
            break
        if step == 1:
            continue
        x = x + 1
    else:
        x = x * 2
    return x


def over_pieces(x: Float[Tensor, "b d"], w: Float[Tensor, "d k"], size: int) -> Float[Tensor, "b k"]:
    pieces = [piece @ w for piece in torch.split(x, size)]
    return torch.cat(pieces)


def unequal_pieces(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> tuple[Tensor, Tensor]:
    half = x.shape[0] - x.shape[0] // 2
    first, second = torch.split(x, half)
    assert first.shape[0] == 3
    assert second.shape[0] == 2
    parts = torch.split(x, half)
    return w.new_zeros(4, 3) @ parts[0], w.new_zeros(4, 2) @ parts[1]


def begins_as_a_number(parts: list[Tensor]) -> Tensor:
    """mypy takes it for a float to the end."""
    total = 0.0
    for part in parts:
        total = total + part.logsumexp(dim=-1)  # type: ignore[assignment]
    return reduce(torch.square(total), "b h n -> b n", "sum")  # type: ignore[arg-type]


def run() -> None:
    assert keeps_its_shape(torch.randn(2, 3), torch.randn(3, 3), 2).shape == (2, 3)
    assert grows(torch.randn(3), 2).shape == (1, 1, 3)
    assert transposes_each_time(torch.randn(2, 3), 3).shape == (3, 4)
    assert over_layers(torch.randn(2, 3), [torch.randn(3, 3)]).shape == (2, 3)
    assert over_layers_of_any_size(torch.randn(2, 3), [torch.randn(3, 4), torch.randn(4, 5)]).shape == (2, 5)
    assert until_it_converges(torch.ones(3), torch.eye(3)).shape == (3,)
    assert accumulates(torch.randn(4, 3)).shape == (3,)
    assert leaves_in_the_middle(torch.randn(2, 3), 5).shape == (2, 3)
    assert over_pieces(torch.randn(5, 3), torch.randn(3, 4), 2).shape == (5, 4)
    assert unequal_pieces(torch.randn(5, 3), torch.randn(3, 4))[1].shape == (4, 3)
    assert begins_as_a_number([torch.randn(2, 3, 4, 5)]).shape == (2, 4)
