"""Modules: sizes flow from the constructor through submodules, containers and `forward`."""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn


class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        assert d_model % n_heads == 0
        self.n_heads = n_heads
        self.d_head = d_model // n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.proj = nn.Linear(d_model, d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        b, t, d = x.shape
        q, k, v = (
            part.view(b, t, self.n_heads, self.d_head).transpose(1, 2) for part in self.qkv(x).chunk(3, -1)
        )
        weights = F.softmax(q @ k.transpose(-2, -1) / math.sqrt(self.d_head), dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(b, t, d))


class Block(nn.Module):
    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.attention = Attention(d_model, n_heads)
        self.mlp = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.GELU(), nn.Linear(4 * d_model, d_model))

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        x = x + self.attention(self.norm(x))
        return x + self.mlp(x)


class Transformer(nn.Module):
    def __init__(self, vocab: int, d_model: int, n_layers: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab, d_model)
        self.register_buffer("scale", torch.ones(d_model))
        self.blocks = nn.ModuleList([Block(d_model, 2) for _ in range(n_layers)])
        self.head = nn.Linear(d_model, vocab, bias=False)

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq vocab"]:
        x = self.embedding(tokens) * self.scale
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class Scaled(nn.Module):
    """A hole reads the size of the instance; a bare name is the same size once they meet."""

    def __init__(self, d: int) -> None:
        super().__init__()
        self.d = d
        self.weight: Float[nn.Parameter, "d d"] = nn.Parameter(torch.ones(d, d))

    def forward(self, x: Float[Tensor, "batch {self.d}"]) -> Float[Tensor, "batch {self.d}"]:
        return x @ self.weight

    def of_another_length(self, d: Float[Tensor, "d"]) -> Float[Tensor, "d"]:
        return d * 2


def run() -> None:
    model = Transformer(11, 6, 2)
    assert model(torch.zeros(2, 5, dtype=torch.long)).shape == (2, 5, 11)
    assert Scaled(3)(torch.ones(2, 3)).shape == (2, 3)
    assert Scaled(3).of_another_length(torch.ones(7)).shape == (7,)
