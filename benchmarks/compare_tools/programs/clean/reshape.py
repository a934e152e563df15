"""Two axes merged, with sizes taken from the shape."""

from jaxtyping import Float
from torch import Tensor


def merge_heads(x: Float[Tensor, "b h t k"]) -> Float[Tensor, "b t h*k"]:
    b, h, t, k = x.shape
    return x.transpose(1, 2).reshape(b, t, h * k)
