"""A recurrence over time."""

import torch
from jaxtyping import Float
from torch import Tensor


def recurrent(
    x: Float[Tensor, "b t i"], w: Float[Tensor, "i h"], u: Float[Tensor, "h h"]
) -> Float[Tensor, "b h"]:
    state = torch.zeros(x.shape[0], u.shape[0])
    for step in range(x.shape[1]):
        state = torch.tanh(x[:, step] @ w + state @ u)
    return state
