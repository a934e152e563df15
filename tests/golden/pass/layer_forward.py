"""The forward pass of a layer: Z = X @ W.T + b."""

import torch
from jaxtyping import Float
from torch import Tensor


def forward(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W.T + b


def forward_step_by_step(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    Z = torch.matmul(X, W.transpose(0, 1))
    Z = Z + b
    return Z


def two_layers(
    X: Float[Tensor, "batch n_in"],
    W1: Float[Tensor, "n_hidden n_in"],
    W2: Float[Tensor, "n_out n_hidden"],
) -> Float[Tensor, "batch n_out"]:
    hidden = (X @ W1.T).relu()
    return hidden @ W2.T


def run() -> None:
    X, W, b = torch.randn(8, 3), torch.randn(4, 3), torch.randn(4)
    assert forward(X, W, b).shape == (8, 4)
    assert forward_step_by_step(X, W, b).shape == (8, 4)
    assert two_layers(X, W, torch.randn(5, 4)).shape == (8, 5)
