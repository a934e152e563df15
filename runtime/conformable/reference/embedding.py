"""Embedding of tokens."""

from __future__ import annotations

from jaxtyping import Float, Int
from torch import Tensor

from conformable import checked


@checked
def embedding(
    tokens: Int[Tensor, "*batch"], table: Float[Tensor, "vocab d_model"]
) -> Float[Tensor, "*batch d_model"]:
    """Look each token up in the table."""
    return table[tokens]
