"""A module of the project used in another."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Encoder(nn.Module):
    def __init__(self, d_in: int, d_model: int) -> None:
        super().__init__()
        self.project = nn.Linear(d_in, d_model)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_model"]:
        return torch.relu(self.project(x))


class Classifier(nn.Module):
    def __init__(self, d_in: int, d_model: int, n_classes: int) -> None:
        super().__init__()
        self.encoder = Encoder(d_in, d_model)
        self.head = nn.Linear(d_in, n_classes)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch n_classes"]:
        return self.head(self.encoder(x))
