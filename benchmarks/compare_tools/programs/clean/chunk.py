"""One projection split into three."""

from jaxtyping import Float
from torch import Tensor


def attention_logits(qkv: Float[Tensor, "b t d3"]) -> Float[Tensor, "b t t"]:
    q, k, _ = qkv.chunk(3, dim=-1)
    return q @ k.transpose(1, 2)
