"""Operations without a shape rule: PyTorch itself is asked."""

import torch
from jaxtyping import Float
from torch import Tensor


def rotated(
    q: Float[Tensor, "b 7 7"], tau: Float[Tensor, "b 7"], y: Float[Tensor, "b 6 n"]
) -> Float[Tensor, "b 6 n"]:
    return torch.ormqr(q, tau, y)
    # E: ormqr: PyTorch says: other.shape[-2] must be equal to input.shape[-2]  [shape-op]
    # N: q: Float[Tensor, "b 7 7"], declared at line 9
    # N: tau: Float[Tensor, "b 7"], declared at line 9
    # N: y: Float[Tensor, "b 6 n"], declared at line 9
    # N: fails for b=2, n=3


def numbers() -> None:
    torch.ormqr(torch.zeros(5, 5), torch.zeros(5), torch.zeros(4, 3))
    # E: ormqr: PyTorch says: other.shape[-2] must be equal to input.shape[-2]  [shape-op]
    # N: torch.zeros(5, 5) has shape "5 5"
    # N: torch.zeros(5) has shape "5"
    # N: torch.zeros(4, 3) has shape "4 3"


RUNS = {
    "rotated": lambda: rotated(torch.randn(2, 7, 7), torch.randn(2, 7), torch.randn(2, 6, 3)),
    "numbers": numbers,
}
