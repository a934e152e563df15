"""Sizes of an object that an axis meets although another tensor lists both; axes that mean its parts."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Mixed(nn.Module):
    """Scores of both kinds: the second has the length that the object was made for."""

    def __init__(self, dim: int, heads: int, length: int) -> None:
        super().__init__()
        self.heads = heads
        self.d_head = dim // heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.scores = nn.Linear(self.d_head, length)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        b, n, d = x.shape
        q, k, v = (t.view(b, n, self.heads, self.d_head).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        scores = q @ k.mT + self.scores(q)
        return (scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, d)


class Biased(nn.Module):
    """A bias and an angle for each head: their axes are the object's parts by other names."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.d_head = dim // heads
        self.qk = nn.Linear(dim, 2 * dim)

    def forward(
        self, x: Float[Tensor, "b n d"], bias: Float[Tensor, "h n n"], cos: Float[Tensor, "n dh"]
    ) -> Float[Tensor, "b h n n"]:
        b, n, d = x.shape
        q, k = (t.view(b, n, self.heads, self.d_head).transpose(1, 2) for t in self.qk(x).split(d, dim=-1))
        return (q * cos) @ (k * cos).mT + bias


def run() -> None:
    x = torch.randn(2, 5, 6)
    assert Mixed(6, 2, 5)(x).shape == (2, 5, 6)
    assert Biased(6, 2)(x, torch.zeros(2, 5, 5), torch.ones(5, 3)).shape == (2, 2, 5, 5)
