"""An axis reduced by an einops pattern."""

from einops import reduce
from jaxtyping import Float
from torch import Tensor


def pooled(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d"]:
    return reduce(x, "b t d -> b d", "mean")
