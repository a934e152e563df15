"""Attributes that a class annotates, and what does not fit them; fields that share their names."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Linear(nn.Module):
    weight: Float[Tensor, "d_out d_in"]

    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(d_in, d_out))
        # E: Value assigned to "self.weight" has shape "d_in d_out"; expected "d_out d_in": axis 0 is d_in, not d_out  [shape-mismatch]
        # N: nn.Parameter(torch.empty(d_in, d_out)) has shape "d_in d_out"
        # N: fails for d_in=2, d_out=3


class Window(nn.Module):
    window: Float[Tensor, "d_in"]

    def __init__(self, d_in: int) -> None:
        super().__init__()
        self.register_buffer("window", torch.ones(1, d_in))
        # E: Value assigned to "self.window" has 2 axes, "1 d_in"; expected 1 axis, "d_in"  [shape-rank]
        # N: torch.ones(1, d_in) has shape "1 d_in"


class Pair(NamedTuple):
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]


@dataclass(frozen=True)
class Frozen:
    left: Float[Tensor, "n d"]
    right: Float[Tensor, "n k"]

    def product(self) -> Float[Tensor, "d k"]:
        return self.left @ self.right.T
        # E: matmul: inner sizes differ: d (axis -1 of self.left) and k (axis -2 of self.right.T)  [shape-matmul]
        # N: self.left has shape "n d"
        # N: self.right.T has shape "k n"
        # N: fails for d=2, k=3


def paired(x: Float[Tensor, "p q"], y: Float[Tensor, "s r"]) -> Pair:
    return Pair(x, right=y)
    # E: Argument "right" to "Pair" has shape "s r"; expected "n k": axis 0 is s, not n=p (bound by argument "left")  [shape-mismatch]
    # N: y: Float[Tensor, "s r"], declared at line 50
    # N: fails for s=2, p=3


RUNS = {"Frozen.product": lambda: Frozen(torch.ones(2, 3), torch.ones(2, 4)).product()}
STATIC_ONLY = {
    "Linear.__init__": "an attribute is not checked when it is stored into",
    "Window.__init__": "an attribute is not checked when it is stored into",
    "paired": "a named tuple is not checked as it is made",
}
