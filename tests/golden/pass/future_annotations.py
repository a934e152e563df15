"""Annotations that are strings, through the future import or by hand."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def product(x: Float[Tensor, "n k"], w: Float[Tensor, "k m"]) -> Float[Tensor, "n m"]:
    return x @ w


def one_axis(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return x * y


def run() -> None:
    assert product(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert one_axis(torch.randn(3), torch.randn(3)).shape == (3,)
