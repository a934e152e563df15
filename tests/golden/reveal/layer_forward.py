"""What is known of a layer's forward pass, step by step."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def forward(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    reveal_type(X)
    # N: Revealed shape is "Float[Tensor, 'batch n_in']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(W.T)
    # N: Revealed shape is "Float[Tensor, 'n_in n_out']"
    # N: Revealed type is "torch._tensor.Tensor"
    Z = X @ W.T
    reveal_type(Z)
    # N: Revealed shape is "Float[Tensor, 'batch n_out']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(Z + b)
    # N: Revealed shape is "Float[Tensor, 'batch n_out']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(Z.sum())
    # N: Revealed shape is "Float[Tensor, '']"
    # N: Revealed type is "torch._tensor.Tensor"
    return Z + b


RUNS = {"forward": lambda: forward(torch.randn(8, 3), torch.randn(4, 3), torch.randn(4))}
