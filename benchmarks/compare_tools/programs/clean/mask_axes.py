"""A mask that needs axes of size 1."""

from jaxtyping import Float
from torch import Tensor


def masked(scores: Float[Tensor, "b h q k"], mask: Float[Tensor, "b k"]) -> Float[Tensor, "b h q k"]:
    return scores + mask[:, None, None]
