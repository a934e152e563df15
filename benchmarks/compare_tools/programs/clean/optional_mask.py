"""An argument that may be None."""

from jaxtyping import Float
from torch import Tensor


def scores(
    q: Float[Tensor, "q d"], k: Float[Tensor, "k d"], mask: Float[Tensor, "q k"] | None = None
) -> Float[Tensor, "q k"]:
    logits = q @ k.T
    if mask is not None:
        logits = logits + mask
    return logits.softmax(dim=-1)
