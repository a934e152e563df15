"""The forward pass of a layer, each time with one mistake."""

import torch
from jaxtyping import Float
from torch import Tensor


def forgets_the_transpose(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W + b
    # E: matmul: inner sizes differ: n_in (axis -1 of X) and n_out (axis -2 of W)  [shape-matmul]
    # N: X: Float[Tensor, "batch n_in"], declared at line 9
    # N: W: Float[Tensor, "n_out n_in"], declared at line 9
    # N: fails for n_in=2, n_out=3
    # N: "W.T" would fit: its shape is "n_in n_out"


def bias_of_the_inputs(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_in"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W.T + b
    # E: +: sizes cannot be broadcast: n_out (axis -1 of X @ W.T) and n_in (axis -1 of b)  [shape-broadcast]
    # N: X @ W.T has shape "batch n_out"
    # N: b: Float[Tensor, "n_in"], declared at line 20
    # N: fails for n_out=2, n_in=3


def operands_in_the_wrong_order(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"]
) -> Float[Tensor, "batch n_out"]:
    return W @ X.T
    # E: Return value has shape "n_out batch"; expected "batch n_out": axis 0 is n_out, not batch  [shape-mismatch]
    # N: W @ X.T has shape "n_out batch"
    # N: fails for n_out=2, batch=3


def second_layer_on_the_inputs(
    X: Float[Tensor, "batch n_in"],
    W1: Float[Tensor, "n_hidden n_in"],
    W2: Float[Tensor, "n_out n_hidden"],
) -> Float[Tensor, "batch n_out"]:
    hidden = (X @ W1.T).relu()
    hidden = hidden + 1
    return X @ W2.T
    # E: matmul: inner sizes differ: n_in (axis -1 of X) and n_hidden (axis -2 of W2.T)  [shape-matmul]
    # N: X: Float[Tensor, "batch n_in"], declared at line 39
    # N: W2.T has shape "n_hidden n_out"
    # N: fails for n_in=2, n_hidden=3


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
