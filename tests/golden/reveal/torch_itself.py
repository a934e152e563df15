"""Operations without a shape rule: what PyTorch says that they give."""

import torch
from jaxtyping import Float
from torch import Tensor


def rotated(q: Float[Tensor, "b 7 7"], tau: Float[Tensor, "b 7"], y: Float[Tensor, "b 7 n"]) -> None:
    reveal_type(torch.ormqr(q, tau, y))
    # N: Revealed shape is "Shaped[Tensor, 'b 7 n']"
    # N: Revealed type is "torch._tensor.Tensor"


def of_elements(x: Float[Tensor, "b n"]) -> None:
    reveal_type(torch.hash_tensor(x))
    # N: Revealed shape is "Shaped[Tensor, '']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "rotated": lambda: rotated(torch.randn(2, 7, 7), torch.randn(2, 7), torch.randn(2, 7, 3)),
    "of_elements": lambda: of_elements(torch.randn(2, 3)),
}
