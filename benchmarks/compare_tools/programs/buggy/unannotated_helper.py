"""A helper of the same file without shapes."""

from jaxtyping import Float
from torch import Tensor


def swap(x: Tensor) -> Tensor:
    return x.transpose(-1, -2)


def gram(a: Float[Tensor, "n d"], b: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    return a @ swap(swap(b))
