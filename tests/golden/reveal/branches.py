"""What is left of a shape where branches meet."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def merged(x: Float[Tensor, "n m"], y: Float[Tensor, "k m"], flag: bool) -> None:
    if flag:
        same, other, rank = x * 2, x, x
    else:
        same, other, rank = x + 1, y, x.sum(dim=0)
    reveal_type(same)
    # N: Revealed shape is "Float[Tensor, 'n m']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(other)
    # N: Revealed shape is "Float[Tensor, '_ m']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(rank)
    # N: Revealed shape is "Float[Tensor, 'n m'] | Float[Tensor, 'm']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x if flag else y)
    # N: Revealed shape is "Float[Tensor, '_ m']"
    # N: Revealed type is "torch._tensor.Tensor"


def caught(x: Float[Tensor, "n m"], y: Float[Tensor, "k p"]) -> None:
    try:
        product = x @ y
    except RuntimeError:
        product = x
    reveal_type(product)
    # N: Revealed shape is "Shaped[Tensor, '...']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "first": lambda: merged(torch.randn(2, 3), torch.randn(4, 3), True),
    "fits": lambda: caught(torch.randn(2, 3), torch.randn(3, 4)),
    "fails": lambda: caught(torch.randn(2, 3), torch.randn(4, 3)),
    "other": lambda: merged(torch.randn(2, 3), torch.randn(4, 3), False),
}
