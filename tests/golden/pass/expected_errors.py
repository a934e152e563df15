"""Nothing is reported where the program itself expects the failure."""

from contextlib import suppress

import pytest
import torch
from jaxtyping import Float
from torch import Tensor


def in_pytest(x: Float[Tensor, "n m"]) -> None:
    with pytest.raises((RuntimeError, TypeError)):
        x @ x


def suppressed(x: Float[Tensor, "n m"]) -> None:
    with suppress(RuntimeError):
        x @ x


def caught(x: Float[Tensor, "n m"]) -> Tensor:
    try:
        return x @ x
    except RuntimeError:
        return x @ x.T


def run() -> None:
    in_pytest(torch.randn(2, 3))
    suppressed(torch.randn(2, 3))
    assert caught(torch.randn(2, 3)).shape == (2, 2)
