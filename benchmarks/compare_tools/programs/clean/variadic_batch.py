"""Any number of leading axes."""

from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "*batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "*batch n_out"]:
    return x @ w.T
