"""A part of a tensor overwritten."""

from jaxtyping import Float
from torch import Tensor


def with_first(x: Float[Tensor, "b t d"], first: Float[Tensor, "b d"]) -> Float[Tensor, "b t d"]:
    out = x.clone()
    out[:, 0, 0] = first
    return out
