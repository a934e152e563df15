"""Sizes that do not fit in constructors and `forward`, each with sizes for which it fails."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class FeedForward(nn.Module):
    def __init__(self, d_model: int, d_ff: int) -> None:
        super().__init__()
        self.up = nn.Linear(d_model, d_ff)
        self.down = nn.Linear(d_model, d_ff)

    def forward(self, x: Float[Tensor, "batch d_model"]) -> Float[Tensor, "batch d_model"]:
        return self.down(torch.relu(self.up(x)))
        # E: linear: inner sizes differ: d_ff (axis -1 of torch.relu(self.up(x))) and d_model (in_features of self.down)  [shape-matmul]
        # N: torch.relu(self.up(x)) has shape "batch d_ff"
        # N: fails for d_ff=2, d_model=3


class Head(nn.Module):
    def __init__(self, d_model: int, vocab: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab, d_model)
        self.body = nn.Sequential(nn.LayerNorm(d_model), nn.Linear(d_model, 2 * d_model), nn.ReLU())

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq d_model"]:
        return self.embedding(tokens) + self.body(self.embedding(tokens))
        # E: +: sizes cannot be broadcast: d_model (axis -1 of self.embedding(tokens)) and 2*d_model (axis -1 of self.body(self.embedding(tokens)))  [shape-broadcast]
        # N: self.embedding(tokens) has shape "batch seq d_model"
        # N: self.body(self.embedding(tokens)) has shape "batch seq 2*d_model"
        # N: fails for d_model=2


class Weights(nn.Module):
    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.weight: Float[nn.Parameter, "d_out d_in"] = nn.Parameter(torch.zeros(d_in, d_out))
        # E: Value assigned to "self.weight" has shape "d_in d_out"; expected "d_out d_in": axis 0 is d_in, not d_out  [shape-mismatch]
        # N: nn.Parameter(torch.zeros(d_in, d_out)) has shape "d_in d_out"
        # N: fails for d_in=2, d_out=3


class Projection(nn.Module):
    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(d_out, d_in))

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_out"]:
        return x @ self.weight.T


def of_another_size() -> Tensor:
    return Projection(3, 4)(torch.ones(2, 5))
    # E: matmul: inner sizes differ: 5 (axis -1 of x) and 3 (axis -2 of self.weight.T)  [shape-matmul]
    # N: The operation that fails is in the called function, at line 50
    # N: x has shape "2 5"
    # N: self.weight.T has shape "3 4"


RUNS = {
    "FeedForward.forward": lambda: FeedForward(3, 4)(torch.ones(2, 3)),
    "Head.forward": lambda: Head(3, 5)(torch.zeros(2, 4, dtype=torch.long)),
    "of_another_size": of_another_size,
}

STATIC_ONLY = {"Weights.__init__": "an annotated assignment is not checked at run time"}
