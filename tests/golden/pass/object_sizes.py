"""Axes of a method that its object binds: the names are the author's, the sizes those of the constructor."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Attention(nn.Module):
    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.d_head = dim // heads
        self.to_qkv = nn.Linear(dim, 3 * dim)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        b, n, d = x.shape
        q, k, v = (
            t.view(b, n, self.heads, self.d_head).transpose(1, 2) for t in self.to_qkv(x).chunk(3, dim=-1)
        )
        weights = (q @ k.mT / self.d_head**0.5).softmax(dim=-1)
        return (weights @ v).transpose(1, 2).reshape(b, n, d)


class SqueezeExcite(nn.Module):
    def __init__(self, c: int) -> None:
        super().__init__()
        self.gate = nn.Linear(c, c)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        gate = self.gate(x.mean((2, 3)))
        return x * gate[:, :, None, None]


class ClassToken(nn.Module):
    """The token has a size of the object, and is laid beside the input's own."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.token = nn.Parameter(torch.zeros(1, 1, dim))

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n+1 d"]:
        return torch.cat([self.token.expand(x.shape[0], 1, -1), x], dim=1)


class Synthesizer(nn.Module):
    """For inputs of one length only: the object was made for it."""

    def __init__(self, dim: int, length: int) -> None:
        super().__init__()
        self.scores = nn.Linear(dim, length)

    def forward(self, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b n d"]:
        return self.scores(x).softmax(dim=-1) @ x


class Modulated(nn.Module):
    """What is computed from a second input has the object's size."""

    def __init__(self, size: int, channels: int) -> None:
        super().__init__()
        self.scale = nn.Linear(size, channels)

    def forward(self, x: Float[Tensor, "b c h w"], z: Float[Tensor, "b k"]) -> Float[Tensor, "b c h w"]:
        return x * self.scale(z)[:, :, None, None]


def run() -> None:
    assert Attention(6, 2)(torch.ones(2, 5, 6)).shape == (2, 5, 6)
    assert SqueezeExcite(3)(torch.ones(2, 3, 4, 5)).shape == (2, 3, 4, 5)
    assert ClassToken(3)(torch.ones(2, 4, 3)).shape == (2, 5, 3)
    assert Synthesizer(3, 4)(torch.ones(2, 4, 3)).shape == (2, 4, 3)
    assert Modulated(7, 3)(torch.ones(2, 3, 4, 5), torch.ones(2, 7)).shape == (2, 3, 4, 5)
