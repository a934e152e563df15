"""A reduction that has to keep its axis."""

from jaxtyping import Float
from torch import Tensor


def centred(x: Float[Tensor, "batch features"]) -> Float[Tensor, "batch features"]:
    return x - x.mean(dim=1, keepdim=True)
