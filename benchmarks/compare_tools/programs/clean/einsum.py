"""A product named axis by axis."""

import torch
from jaxtyping import Float
from torch import Tensor


def scores(q: Float[Tensor, "b q d"], k: Float[Tensor, "b k d"]) -> Float[Tensor, "b q k"]:
    return torch.einsum("bqd,bkd->bqk", q, k)
