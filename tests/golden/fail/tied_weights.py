"""A weight that is shared the wrong way round."""

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
        return self.embedding(tokens) @ self.head.weight
        # E: matmul: inner sizes differ: d_model (axis -1 of self.embedding(tokens)) and vocab (axis -2 of self.head.weight)  [shape-matmul]
        # N: self.embedding(tokens) has shape "batch seq d_model"
        # N: self.head.weight has shape "vocab d_model"
        # N: fails for d_model=2, vocab=3
        # N: "self.head.weight.T" would fit: its shape is "d_model vocab"


RUNS = {"LanguageModel.forward": lambda: LanguageModel(5, 3)(torch.zeros(2, 4, dtype=torch.int64))}
