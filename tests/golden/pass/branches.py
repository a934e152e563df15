"""Where branches meet, sizes that agree stay and sizes that differ become unknown."""

import torch
from jaxtyping import Float
from torch import Tensor


def both_the_same(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        y = x * 2
    else:
        y = x + 1
    return y


def one_branch_transposes(x: Float[Tensor, "n m"], flag: bool) -> Tensor:
    if flag:
        x = x.T
    return x @ torch.ones(x.shape[1], 3)


def different_ranks(x: Float[Tensor, "n m"], keep: bool) -> Float[Tensor, "*rest"]:
    y = x.sum(dim=0, keepdim=True) if keep else x.sum(dim=0)
    return y


def one_axis_stays(x: Float[Tensor, "n m"], y: Float[Tensor, "k m"], flag: bool) -> Float[Tensor, "m"]:
    chosen = x if flag else y
    return chosen.sum(dim=0)


def returns_early(x: Float[Tensor, "n m"], flag: bool) -> Float[Tensor, "n m"]:
    if flag:
        return x
    x = x.T
    return x.T


def a_missing_branch(x: Float[Tensor, "n m"], scale: Float[Tensor, "m"] | None) -> Float[Tensor, "n m"]:
    if scale is not None:
        x = x * scale
    return x


def optional_is_replaced(
    x: Float[Tensor, "n m"], bias: Float[Tensor, "m"] | None = None
) -> Float[Tensor, "n m"]:
    if bias is None:
        bias = torch.zeros(x.shape[1])
    return x + bias


def by_rank(x: Float[Tensor, "*rest m"]) -> Tensor:
    if x.ndim == 2:
        return x.T @ x
    return x


def run() -> None:
    x = torch.randn(2, 3)
    for flag in (True, False):
        assert both_the_same(x, flag).shape == (2, 3)
        assert one_branch_transposes(x, flag).shape == ((3, 3) if flag else (2, 3))
        assert different_ranks(x, flag).shape == ((1, 3) if flag else (3,))
        assert one_axis_stays(x, torch.randn(4, 3), flag).shape == (3,)
        assert returns_early(x, flag).shape == (2, 3)
    assert a_missing_branch(x, torch.randn(3)).shape == a_missing_branch(x, None).shape == (2, 3)
    assert optional_is_replaced(x).shape == (2, 3)
    assert by_rank(x).shape == (3, 3)
