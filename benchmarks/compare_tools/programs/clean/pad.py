"""An axis that is longer by two."""

import torch
from jaxtyping import Float
from torch import Tensor


def padded(x: Float[Tensor, "b n"]) -> Float[Tensor, "b n+2"]:
    return torch.nn.functional.pad(x, (1, 1))
