"""Tensors kept in a dictionary."""

import torch
from jaxtyping import Float
from torch import Tensor


def fused(image: Float[Tensor, "b i"], text: Float[Tensor, "b t"]) -> Float[Tensor, "b i+t"]:
    features = {"image": image, "text": text}
    return torch.cat([features["image"], features["text"]], dim=0)
