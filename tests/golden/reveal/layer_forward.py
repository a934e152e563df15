"""What is known of a layer's forward pass, step by step."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def forward(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    reveal_type(X)
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'batch n_in']"
    reveal_type(W.T)
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'n_in n_out']"
    Z = X @ W.T
    reveal_type(Z)
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'batch n_out']"
    reveal_type(Z + b)
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, 'batch n_out']"
    reveal_type(Z.sum())
    # N: Revealed type is "torch._tensor.Tensor"
    # N: Revealed shape is "Float[Tensor, '']"
    return Z + b


RUNS = {"forward": lambda: forward(torch.randn(8, 3), torch.randn(4, 3), torch.randn(4))}
