"""The forward pass of a layer, each time with one mistake."""

import torch
from jaxtyping import Float
from torch import Tensor


def forgets_the_transpose(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W + b
    # E: matmul: inner sizes differ: n_in (axis -1 of X) and n_out (axis -2 of W)  [shape-matmul]
    # N: fails for n_in=2, n_out=3


def bias_of_the_inputs(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_in"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W.T + b
    # E: add: sizes differ: n_out (axis -1 of X @ W.T) and n_in (axis -1 of b)  [shape-broadcast]
    # N: fails for n_in=2, n_out=3


def operands_in_the_wrong_order(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"]
) -> Float[Tensor, "batch n_out"]:
    return W @ X.T
    # E: return: axis 0 is n_out, declared as batch  [shape-mismatch]
    # N: fails for batch=2, n_out=3


def second_layer_on_the_inputs(
    X: Float[Tensor, "batch n_in"],
    W1: Float[Tensor, "n_hidden n_in"],
    W2: Float[Tensor, "n_out n_hidden"],
) -> Float[Tensor, "batch n_out"]:
    hidden = (X @ W1.T).relu()
    hidden = hidden + 1
    return X @ W2.T
    # E: matmul: inner sizes differ: n_in (axis -1 of X) and n_hidden (axis -2 of W2.T)  [shape-matmul]
    # N: fails for n_hidden=2, n_in=3


RUNS = {
    "forgets_the_transpose": lambda: forgets_the_transpose(
        torch.randn(8, 3), torch.randn(4, 3), torch.randn(4)
    ),
    "bias_of_the_inputs": lambda: bias_of_the_inputs(torch.randn(8, 3), torch.randn(4, 3), torch.randn(3)),
    "operands_in_the_wrong_order": lambda: operands_in_the_wrong_order(torch.randn(8, 3), torch.randn(4, 3)),
    "second_layer_on_the_inputs": lambda: second_layer_on_the_inputs(
        torch.randn(8, 3), torch.randn(4, 3), torch.randn(5, 4)
    ),
}
