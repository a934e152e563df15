"""An annotated assignment declares a shape: it is checked, and its new names are bound."""

import torch
from jaxtyping import Float
from torch import Tensor


def the_declared_shape(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    y: Float[Tensor, "m n"] = x.T
    return y


def a_new_name(x: Float[Tensor, "n m"]) -> Float[Tensor, "n"]:
    y: Float[Tensor, "rows columns"] = x * 2
    z: Float[Tensor, "rows"] = y.sum(dim=1)
    return z


def names_an_unknown_shape(x: Float[Tensor, "n m"], path: str) -> Float[Tensor, "n k"]:
    w: Float[Tensor, "m k"] = torch.load(path) if path else torch.ones(x.shape[1], 5)
    return x @ w


def without_a_value(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    y: Float[Tensor, "n m"]
    if flag:
        y = x + 1
    else:
        y = x - 1
    return y


def run() -> None:
    x = torch.randn(2, 3)
    assert the_declared_shape(x).shape == (3, 2)
    assert a_new_name(x).shape == (2,)
    assert names_an_unknown_shape(x, "").shape == (2, 5)
    assert without_a_value(x, flag=True).shape == (2, 3)
