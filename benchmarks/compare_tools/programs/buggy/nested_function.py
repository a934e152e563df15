"""A function inside a function."""

import torch
from jaxtyping import Float
from torch import Tensor


def kernel_matrix(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    def dots(a: Float[Tensor, "p d"], b: Float[Tensor, "q d"]) -> Float[Tensor, "p q"]:
        return a @ b

    return torch.exp(dots(x, y))
