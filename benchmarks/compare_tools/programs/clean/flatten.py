"""All axes but the first merged."""

from jaxtyping import Float
from torch import Tensor


def flat(x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c*h*w"]:
    return x.flatten(1)
