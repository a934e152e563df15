"""What is left of a shape after a loop."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def looped(x: Float[Tensor, "n d"], w: Float[Tensor, "d d"], steps: int) -> None:
    kept, turned, grown = x, x, x
    for _ in range(steps):
        kept = kept @ w
        reveal_type(kept)
        # N: Revealed shape is "Float[Tensor, 'n d']"
        # N: Revealed type is "torch._tensor.Tensor"
        turned = turned.T
        grown = grown.unsqueeze(0)
    reveal_type(kept)
    # N: Revealed shape is "Float[Tensor, 'n d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(turned)
    # N: Revealed shape is "Float[Tensor, '_ _']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(grown)
    # N: Revealed shape is "Float[Tensor, '...']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "never": lambda: looped(torch.randn(2, 3), torch.randn(3, 3), 0),
    "often": lambda: looped(torch.randn(2, 3), torch.randn(3, 3), 3),
}
