"""Two axes exchanged."""

from jaxtyping import Float
from torch import Tensor


def heads_first(x: Float[Tensor, "batch seq heads d"]) -> Float[Tensor, "batch heads seq d"]:
    return x.transpose(1, 3)
