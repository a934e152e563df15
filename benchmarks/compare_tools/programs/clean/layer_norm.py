"""A norm over the last axis."""

from jaxtyping import Float
from torch import Tensor, nn


class ChannelNorm(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, x: Float[Tensor, "batch channels time"]) -> Float[Tensor, "batch channels time"]:
        return self.norm(x.transpose(1, 2)).transpose(1, 2)
