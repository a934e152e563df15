"""Correct uses of tensors of several possible shapes, and of methods that a subclass replaces."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Transform(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


class Pool(Transform):
    def forward(self, x: Tensor) -> Tensor:
        return x.mean(1)


def of_a_subclass(transform: Transform, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b d"]:
    return transform(x)


def each_of_its_own(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "d k"]) -> Tensor:
    return x @ w


def where_one_fails(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "b d k"]) -> Tensor:
    return torch.bmm(x, w)


def replaced_in_a_loop(x: Float[Tensor, "b d"], count: int) -> Tensor:
    y = x
    for i in range(count):
        y = y[:, None] if i % 2 else y.squeeze(1)
    return y


def summed(xs: list[Float[Tensor, "n"]]) -> Tensor:
    total: float | Tensor = 0.0
    for x in xs:
        total = total + x.sum()
    return torch.as_tensor(total)


def run() -> None:
    of_a_subclass(Pool(), torch.randn(2, 3, 4))
    each_of_its_own(torch.randn(2, 3, 4), torch.randn(4, 5))
    where_one_fails(torch.randn(2, 3, 4), torch.randn(2, 4, 5))
    replaced_in_a_loop(torch.randn(2, 3), 0)
    summed([torch.randn(3), torch.randn(3)])
