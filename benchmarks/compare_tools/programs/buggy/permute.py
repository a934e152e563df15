"""All axes reordered."""

from jaxtyping import Float
from torch import Tensor


def channels_first(x: Float[Tensor, "b h w c"]) -> Float[Tensor, "b c h w"]:
    return x.permute(0, 3, 2, 1)
