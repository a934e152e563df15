"""Numbers and arrays that tensors turn into, and rows that are drawn at random."""

from typing import Any

import numpy as np
import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def noise_levels(x: Float[Tensor, "batch d"], sigma: float | Tensor) -> Tensor:
    if isinstance(sigma, float):
        sigma = torch.full((x.shape[0],), sigma)
    return x * rearrange(sigma, "b -> b 1")


def in_a_loop(x: Float[Tensor, "batch d"], steps: int) -> Float[Tensor, "batch d"]:
    sigmas = torch.arange(steps, dtype=torch.float32)
    for sigma, gamma in zip(sigmas[:-1], torch.ones(steps)[1:], strict=True):
        level = sigma.item() * (1 + gamma.item())
        x = x + noise_levels(x, level)
    return x


def scaled(x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
    largest = x.max().item()
    return x / largest + largest


def one_of_the_pairs(n: int) -> int:
    pairs = []
    for i in range(n):
        pairs.append((i, i + 1))
    pair = np.random.default_rng(0).choice(pairs)
    return int(pair[0])


def some_of_the_rows(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "3 d"]:
    return np.random.default_rng(0).choice(x, 3)


def in_color(images: Float[Tensor, "n h w 1"]) -> Float[np.ndarray, "h w 3"]:
    arrays = images.cpu().numpy()
    return arrays[0].repeat(3, 2)


def one_column(x: Float[Tensor, "n d"], tokens: Tensor) -> Float[Tensor, "n"]:
    token: Any = tokens.item()
    return x[:, token]


def run() -> None:
    assert in_a_loop(torch.ones(2, 3), 4).shape == (2, 3)
    assert scaled(torch.ones(2, 3)).shape == (2, 3)
    assert one_of_the_pairs(3) < 3
    assert some_of_the_rows(np.ones((5, 2))).shape == (3, 2)
    assert in_color(torch.ones(2, 4, 5, 1)).shape == (4, 5, 3)
    assert one_column(torch.ones(2, 3), torch.tensor(1)).shape == (2,)
