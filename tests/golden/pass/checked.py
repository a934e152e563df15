"""The decorator changes nothing for mypy: functions, methods and classes keep their shapes."""

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def product(x: Float[Tensor, "n k"], w: Float[Tensor, "k m"]) -> Float[Tensor, "n m"]:
    return x @ w


class Scale:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    @checked
    def apply(self, x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        return x * self.factor


@checked
def both(x: Float[Tensor, "n k"], w: Float[Tensor, "k m"]) -> Float[Tensor, "m n"]:
    return Scale(2.0).apply(product(x, w)).T


def run() -> None:
    assert product(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert Scale(2.0).apply(torch.randn(2, 3)).shape == (2, 3)
    assert both(torch.randn(2, 3), torch.randn(3, 4)).shape == (4, 2)
