"""A constructor that hands its sizes on."""

from jaxtyping import Float
from torch import Tensor, nn


class Projection(nn.Module):
    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.project = nn.Linear(d_in, d_out)


class Encoder(Projection):
    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__(d_in, d_out)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_out"]:
        return self.project(x)
