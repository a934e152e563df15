"""A scale for each row."""

from jaxtyping import Float
from torch import Tensor


def scaled(x: Float[Tensor, "rows columns"], scale: Float[Tensor, "rows"]) -> Float[Tensor, "rows columns"]:
    return x * scale[:, None]
