"""Sizes taken out of `x.shape` and put together again."""

import math

import torch
from jaxtyping import Float
from torch import Tensor


def all_sizes(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d t"]:
    b, t, d = x.shape
    return torch.zeros(b, d, t)


def one_size_ignored(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d"]:
    b, _, d = x.shape
    return x.sum(1) + torch.ones(b, d)


def by_index(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t"]:
    return torch.zeros(x.shape[0], x.shape[-2])


def by_size(x: Float[Tensor, "b t d"]) -> Float[Tensor, "d b"]:
    return torch.zeros(x.size(-1), x.size(0))


def the_first_and_the_rest(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t*d"]:
    b, *rest = x.shape
    return x.reshape(b, math.prod(rest))


def leading_sizes(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "*batch k"]:
    *lead, d = x.shape
    flat = x.reshape(-1, d) @ w
    return flat.reshape(*lead, w.shape[1])


def all_but_the_last(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "*batch k"]:
    flat = x.reshape(-1, x.shape[-1]) @ w
    return flat.view(*x.shape[:-1], w.shape[-1])


def as_a_sum_of_sizes(x: Float[Tensor, "*batch d"], k: int) -> Float[Tensor, "*batch k"]:
    return torch.zeros(x.shape[:-1] + (k,))


def heads(x: Float[Tensor, "b t d"], h: int) -> Float[Tensor, "b h t d//h"]:
    b, t, d = x.shape
    return x.view(b, t, h, d // h).transpose(1, 2)


def heads_and_back(x: Float[Tensor, "b t d"], h: int) -> Float[Tensor, "b t d"]:
    b, t, d = x.shape
    split = x.view(b, t, h, d // h).transpose(1, 2)
    return split.transpose(1, 2).reshape(b, t, d)


def of_two_tensors(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    (n, _), (m, _) = x.shape, y.shape
    return torch.cdist(x, y).view(n, m)


def swapped_sizes(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    n, m = x.shape
    n, m = m, n
    return torch.zeros(n, m)


def counted(xs: list[Float[Tensor, "n"]], x: Float[Tensor, "n"]) -> Float[Tensor, "_ n"]:
    k = len(xs)
    return x.expand(k, -1) + torch.stack(xs)


def padded(x: Float[Tensor, "b t"], length: int) -> Float[Tensor, "b length"]:
    b, t = x.shape
    if t >= length:
        return x[:, :length]
    return torch.cat([x, torch.zeros(b, length - t)], dim=1)


def run() -> None:
    x = torch.randn(2, 3, 4)
    assert all_sizes(x).shape == (2, 4, 3)
    assert one_size_ignored(x).shape == (2, 4)
    assert by_index(x).shape == (2, 3)
    assert by_size(x).shape == (4, 2)
    assert the_first_and_the_rest(x).shape == (2, 12)
    assert leading_sizes(x, torch.randn(4, 5)).shape == (2, 3, 5)
    assert all_but_the_last(x, torch.randn(4, 5)).shape == (2, 3, 5)
    assert as_a_sum_of_sizes(x, 7).shape == (2, 3, 7)
    assert heads(x, 2).shape == (2, 2, 3, 2)
    assert heads_and_back(x, 2).shape == (2, 3, 4)
    assert of_two_tensors(torch.randn(2, 3), torch.randn(5, 3)).shape == (2, 5)
    assert swapped_sizes(torch.randn(2, 3)).shape == (3, 2)
    assert counted([torch.randn(3), torch.randn(3)], torch.randn(3)).shape == (2, 3)
    assert padded(torch.randn(2, 3), 5).shape == (2, 5)
    assert padded(torch.randn(2, 6), 5).shape == (2, 5)
