"""The result of a call has the caller's sizes."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "*batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "*batch n_out"]:
    return x @ w.T


def pair(x: Float[Tensor, "n"]) -> tuple[Float[Tensor, "n n"], Float[Tensor, "2*n"]]:
    return torch.outer(x, x), torch.cat([x, x])


def caller(x: Float[Tensor, "b t d"], w: Float[Tensor, "h d"], v: Float[Tensor, "k"]) -> None:
    reveal_type(linear(x, w))
    # N: Revealed shape is "Float[Tensor, 'b t h']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(linear(torch.randn(2, 3), torch.randn(4, 3)))
    # N: Revealed shape is "Float[Tensor, '2 4']"
    # N: Revealed type is "torch._tensor.Tensor"
    square, double = pair(v)
    reveal_type(square)
    # N: Revealed shape is "Float[Tensor, 'k k']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(double)
    # N: Revealed shape is "Float[Tensor, '2*k']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(pair(torch.zeros(3))[1])
    # N: Revealed shape is "Float[Tensor, '6']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {"caller": lambda: caller(torch.randn(2, 5, 3), torch.randn(4, 3), torch.randn(6))}
