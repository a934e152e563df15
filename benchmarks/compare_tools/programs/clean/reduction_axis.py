"""The mean over time."""

from jaxtyping import Float
from torch import Tensor


def pooled(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch d"]:
    return x.mean(dim=1)
