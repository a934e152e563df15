"""Operations without a shape rule: PyTorch itself is asked."""

import torch
from jaxtyping import Float
from torch import Tensor


def rotated(
    q: Float[Tensor, "b 7 7"], tau: Float[Tensor, "b 7"], y: Float[Tensor, "b 7 n"]
) -> Float[Tensor, "b 7 n"]:
    return torch.ormqr(q, tau, y)


def numbers() -> Float[Tensor, "5 3"]:
    return torch.ormqr(torch.zeros(5, 5), torch.zeros(5), torch.zeros(5, 3))


def not_known(q: Tensor, tau: Tensor, y: Tensor) -> Tensor:
    return torch.ormqr(q, tau, y)


def run() -> None:
    assert rotated(torch.randn(2, 7, 7), torch.randn(2, 7), torch.randn(2, 7, 3)).shape == (2, 7, 3)
    assert numbers().shape == (5, 3)
    assert not_known(torch.randn(7, 7), torch.randn(7), torch.randn(7, 3)).shape == (7, 3)
