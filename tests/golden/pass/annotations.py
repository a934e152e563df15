"""Every form of jaxtyping's notation is read."""

import numpy as np
import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor

Tokens = Int[Tensor, "batch seq"]


def named_and_fixed(x: Float[Tensor, "n 3"]) -> Float[Tensor, "3 n"]:
    return x.T


def anything_in_front(x: Float[Tensor, "... n m"]) -> Float[Tensor, "... m n"]:
    return x.mT


def anonymous(x: Float[Tensor, "_ m"], w: Float[Tensor, "m _"]) -> Float[Tensor, "_ _"]:
    return x @ w


def documented(x: Float[Tensor, "batch=4 n=3"]) -> Float[Tensor, "3 4"]:
    return x.T


def a_scalar(x: Float[Tensor, ""]) -> Float[Tensor, ""]:
    return x * 2


def arithmetic(x: Float[Tensor, "n m"]) -> Float[Tensor, "n*m"]:
    return x.reshape(-1)


def an_alias(tokens: Tokens) -> Bool[Tensor, "batch seq"]:
    return tokens > 0


def any_dtype(x: Shaped[np.ndarray, "n m"]) -> Shaped[np.ndarray, "m n"]:
    return x.T


def a_union(x: Float[Tensor, "n m"] | Float[Tensor, "n"]) -> Float[Tensor, "..."]:
    return x * 2


def run() -> None:
    assert named_and_fixed(torch.randn(2, 3)).shape == (3, 2)
    assert anything_in_front(torch.randn(5, 2, 3)).shape == (5, 3, 2)
    assert anonymous(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert documented(torch.randn(4, 3)).shape == (3, 4)
    assert a_scalar(torch.tensor(1.0)).shape == ()
    assert arithmetic(torch.randn(2, 3)).shape == (6,)
    assert an_alias(torch.ones(2, 3, dtype=torch.int64)).shape == (2, 3)
    assert any_dtype(np.ones((2, 3))).shape == (3, 2)
    assert a_union(torch.randn(2)).shape == (2,)
