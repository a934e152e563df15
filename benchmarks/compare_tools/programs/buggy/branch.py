"""A path that is seldom taken."""

from jaxtyping import Float
from torch import Tensor


def product(
    x: Float[Tensor, "n k"], w: Float[Tensor, "k m"], *, transpose: bool = False
) -> Float[Tensor, "n m"]:
    if transpose:
        return (w @ x).T
    return x @ w
