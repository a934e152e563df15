"""Predictions with an axis of size 1 too many: legal for torch, and a square instead of a line."""

from jaxtyping import Float
from torch import Tensor


def squared_error(predicted: Float[Tensor, "n 1"], target: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return (predicted.squeeze(1) - target) ** 2
