"""A variable has the shape of its last assignment."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def reassigned(x: Float[Tensor, "n m"], w: Float[Tensor, "m"]) -> None:
    reveal_type(x)
    # N: Revealed shape is "Float[Tensor, 'n m']"
    # N: Revealed type is "torch._tensor.Tensor"
    x = x.T
    reveal_type(x)
    # N: Revealed shape is "Float[Tensor, 'm n']"
    # N: Revealed type is "torch._tensor.Tensor"
    x = x @ torch.ones(x.shape[1], 5)
    reveal_type(x)
    # N: Revealed shape is "Float[Tensor, 'm 5']"
    # N: Revealed type is "torch._tensor.Tensor"
    x = x.sum(dim=1)
    reveal_type(x)
    # N: Revealed shape is "Float[Tensor, 'm']"
    # N: Revealed type is "torch._tensor.Tensor"
    y: Float[Tensor, "k"] = x * w
    reveal_type(y)
    # N: Revealed shape is "Float[Tensor, 'm']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {"reassigned": lambda: reassigned(torch.randn(2, 3), torch.randn(3))}
