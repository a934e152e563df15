"""Annotated fields of a dataclass."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor


@dataclass
class Layer:
    weight: Float[Tensor, "n_out n_in"]
    bias: Float[Tensor, "n_out"]

    def __call__(self, x: Float[Tensor, "batch n_in"]) -> Float[Tensor, "batch n_out"]:
        return x @ self.weight.T + self.bias
