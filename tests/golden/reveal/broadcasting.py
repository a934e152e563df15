"""The shape that two shapes broadcast to."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def broadcast(
    x: Float[Tensor, "batch seq d"],
    bias: Float[Tensor, "d"],
    column: Float[Tensor, "seq 1"],
    scalar: Float[Tensor, ""],
) -> None:
    reveal_type(x + bias)
    # N: Revealed shape is "Float[Tensor, 'batch seq d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x * column)
    # N: Revealed shape is "Float[Tensor, 'batch seq d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(column * bias)
    # N: Revealed shape is "Float[Tensor, 'seq d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x > 0)
    # N: Revealed shape is "Bool[Tensor, 'batch seq d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x / scalar)
    # N: Revealed shape is "Float[Tensor, 'batch seq d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(torch.ones(8, 1, 3) + torch.zeros(4, 1))
    # N: Revealed shape is "Float[Tensor, '8 4 3']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "broadcast": lambda: broadcast(torch.randn(2, 3, 4), torch.randn(4), torch.randn(3, 1), torch.tensor(2.0))
}
