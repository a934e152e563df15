"""Modules that share a weight, or get another one."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class LanguageModel(nn.Module):
    def __init__(self, vocab: int, d_model: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab, d_model)
        self.head = nn.Linear(d_model, vocab, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq vocab"]:
        return self.head(self.embedding(tokens))


class Replaced(nn.Module):
    """The weight that the layer was made with is not the one that it has."""

    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.layer = nn.Linear(d_out, d_in, bias=False)
        self.layer.weight = nn.Parameter(torch.zeros(d_out, d_in))

    def forward(self, x: Float[Tensor, "batch {self.d_in}"]) -> Float[Tensor, "batch d_out"]:
        return self.layer(x)

    @property
    def d_in(self) -> int:
        return self.layer.weight.shape[1]


def run() -> None:
    assert LanguageModel(5, 3)(torch.zeros(2, 4, dtype=torch.int64)).shape == (2, 4, 5)
    assert Replaced(3, 4)(torch.ones(2, 3)).shape == (2, 4)
