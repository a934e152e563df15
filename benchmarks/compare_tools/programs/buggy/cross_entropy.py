"""Classes on the second axis."""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def loss(logits: Float[Tensor, "b t classes"], labels: Int[Tensor, "b t"]) -> Float[Tensor, ""]:
    return torch.nn.functional.cross_entropy(logits, labels)
