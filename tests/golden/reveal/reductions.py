"""The axes that a reduction leaves."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def reduced(x: Float[Tensor, "b n m"]) -> None:
    reveal_type(x.sum())
    # N: Revealed shape is "Float[Tensor, '']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.mean(dim=1))
    # N: Revealed shape is "Float[Tensor, 'b m']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.mean(dim=(0, 2)))
    # N: Revealed shape is "Float[Tensor, 'n']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.sum(dim=-1, keepdim=True))
    # N: Revealed shape is "Float[Tensor, 'b n 1']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(torch.softmax(x, dim=-1))
    # N: Revealed shape is "Float[Tensor, 'b n m']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {"reduced": lambda: reduced(torch.randn(2, 3, 4))}
