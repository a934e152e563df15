"""Results collected in a list."""

import torch
from jaxtyping import Float
from torch import Tensor


def running(x: Float[Tensor, "b t d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "b t k"]:
    rows = []
    for step in range(x.shape[1]):
        rows.append(x[:, step] @ w)
    return torch.stack(rows, dim=0)
