"""An annotated local variable."""

from jaxtyping import Float
from torch import Tensor


def mixed(q: Float[Tensor, "q d"], k: Float[Tensor, "k d"], v: Float[Tensor, "k e"]) -> Float[Tensor, "q e"]:
    weights: Float[Tensor, "q k"] = k @ q.T
    return weights.softmax(dim=-1) @ v
