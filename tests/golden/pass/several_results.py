"""Operations that give several results."""

import torch
from jaxtyping import Float
from torch import Tensor


def halves(x: Float[Tensor, "b t 6"]) -> Float[Tensor, "b t 3"]:
    q, k = torch.split(x, 3, dim=-1)
    return q + k


def chunks(x: Float[Tensor, "b t 6"]) -> Float[Tensor, "b t 2"]:
    q, *rest = x.chunk(3, dim=-1)
    return q + rest[0]


def corners(box: Float[Tensor, "n 4"]) -> Float[Tensor, "n"]:
    left, top, right, bottom = box.unbind(-1)
    return (right - left) * (bottom - top)


def best_rows(x: Float[Tensor, "b t"]) -> Float[Tensor, "3 t"]:
    return x.topk(3, dim=0).values


def spectrum(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    found = torch.linalg.svd(x, full_matrices=False)
    return found.U @ torch.diag(found.S) @ found.Vh


def scores(q: Float[Tensor, "b t h d"], k: Float[Tensor, "b s h d"]) -> Float[Tensor, "b h t s"]:
    q, k = map(lambda x: x.transpose(1, 2), (q, k))  # noqa: C417  -- as users write it
    return q @ k.mT


def grid(sizes: list[int]) -> Float[Tensor, "h w 2"]:
    steps = [torch.linspace(0, 1, size) for size in sizes]
    y, x = torch.meshgrid(steps, indexing="ij")
    return torch.stack([x, y], dim=-1)


def run() -> None:
    assert halves(torch.ones(2, 3, 6)).shape == (2, 3, 3)
    assert chunks(torch.ones(2, 3, 6)).shape == (2, 3, 2)
    assert corners(torch.ones(2, 4)).shape == (2,)
    assert best_rows(torch.ones(4, 5)).shape == (3, 5)
    assert spectrum(torch.ones(3, 4)).shape == (3, 4)
    assert scores(torch.ones(2, 3, 4, 5), torch.ones(2, 7, 4, 5)).shape == (2, 4, 3, 7)
    assert grid([3, 4]).shape == (3, 4, 2)
