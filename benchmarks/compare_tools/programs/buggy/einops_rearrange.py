"""Axes merged by an einops pattern."""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def patches(x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b h*w c"]:
    return rearrange(x, "b c h w -> b c (h w)")
