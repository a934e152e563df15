"""An integer index that drops an axis."""

from jaxtyping import Float
from torch import Tensor


def last(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch d"]:
    return x[-1]
