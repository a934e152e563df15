"""One score for each row, chosen by an index."""

from jaxtyping import Float, Int
from torch import Tensor


def chosen(logits: Float[Tensor, "b classes"], label: Int[Tensor, "b"]) -> Float[Tensor, "b"]:
    return logits.gather(1, label).squeeze(1)
