"""Boolean masks and index arrays."""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


def rows(x: Float[Tensor, "n d"], keep: Bool[Tensor, "n"]) -> Float[Tensor, "k d"]:
    return x[keep]


def columns(x: Float[Tensor, "n d"], keep: Bool[Tensor, "d"]) -> Float[Tensor, "n k"]:
    return x[:, keep]


def two_axes_at_once(x: Float[Tensor, "b t d"], valid: Bool[Tensor, "b t"]) -> Float[Tensor, "k d"]:
    return x[valid]


def of_a_comparison(x: Float[Tensor, "b t d"]) -> Float[Tensor, "k"]:
    return x[x > 0]


def all_but_the_first(x: Float[Tensor, "n d"], keep: Bool[Tensor, "m"]) -> Float[Tensor, "k d"]:
    assert keep.shape[0] == x.shape[0]
    return x[keep]


def one_of_each_row(x: Float[Tensor, "b t d"], last: Int[Tensor, "b"]) -> Float[Tensor, "b d"]:
    return x[torch.arange(x.shape[0]), last]


def the_best_box(scores: Float[Tensor, "n"], boxes: Float[Tensor, "n 4"]) -> Float[Tensor, "4"]:
    best = scores.argsort()[0]
    return boxes[best]


def run() -> None:
    some = torch.tensor([True, False])
    assert rows(torch.ones(2, 3), some).shape == (1, 3)
    assert columns(torch.ones(3, 2), some).shape == (3, 1)
    assert two_axes_at_once(torch.ones(2, 3, 4), torch.ones(2, 3, dtype=torch.bool)).shape == (6, 4)
    assert of_a_comparison(torch.ones(2, 3, 4)).shape == (24,)
    assert all_but_the_first(torch.ones(2, 3), some).shape == (1, 3)
    assert one_of_each_row(torch.ones(2, 3, 4), torch.zeros(2, dtype=torch.int64)).shape == (2, 4)
    assert the_best_box(torch.ones(3), torch.ones(3, 4)).shape == (4,)
