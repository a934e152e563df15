"""Code at the top level of a module is checked like a function's body."""

import torch
from jaxtyping import Float
from torch import Tensor

x = torch.randn(2, 3)
w = torch.randn(4, 3)
y = x @ w.T

bias: Float[Tensor, "4"] = torch.zeros(4)
y = y + bias

for _ in range(3):
    y = y * 2

total = y.sum()


def run() -> None:
    assert y.shape == (2, 4)
    assert total.shape == ()
