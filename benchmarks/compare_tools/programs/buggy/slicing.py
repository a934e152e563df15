"""Differences of neighbours."""

from jaxtyping import Float
from torch import Tensor


def differences(x: Float[Tensor, "b t"]) -> Float[Tensor, "b t-1"]:
    return x[:, 1:] - x
