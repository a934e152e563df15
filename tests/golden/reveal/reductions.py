"""The axes that a reduction leaves."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def reduced(x: Float[Tensor, "b n m"]) -> None:
    reveal_type(x.sum())
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, '']"
    reveal_type(x.mean(dim=1))
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'b m']"
    reveal_type(x.mean(dim=(0, 2)))
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'n']"
    reveal_type(x.sum(dim=-1, keepdim=True))
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'b n 1']"
    reveal_type(torch.softmax(x, dim=-1))
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'b n m']"


RUNS = {"reduced": lambda: reduced(torch.randn(2, 3, 4))}
