"""Boolean masks that stand at the wrong axis, and index arrays that do not go together."""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


def rows_at_the_columns(x: Float[Tensor, "n d"], keep: Bool[Tensor, "n"]) -> Float[Tensor, "n k"]:
    return x[:, keep]
    # E: indexing: the mask does not fit: d (axis 1 of x) and n (axis 0 of keep)  [shape-broadcast]
    # N: x: Float[Tensor, "n d"], declared at line 8
    # N: fails for d=2, n=3


def two_axes_at_once(x: Float[Tensor, "b t d"], valid: Bool[Tensor, "b d"]) -> Float[Tensor, "k d"]:
    return x[valid]
    # E: indexing: the mask does not fit: t (axis 1 of x) and d (axis 1 of valid)  [shape-broadcast]
    # N: x: Float[Tensor, "b t d"], declared at line 15
    # N: fails for t=2, d=3


def one_of_each_row(x: Float[Tensor, "b t d"], last: Int[Tensor, "b"]) -> Float[Tensor, "b d"]:
    return x[torch.arange(x.shape[1]), last]
    # E: indexing: sizes cannot be broadcast: t (axis -1 of torch.arange(x.shape[1])) and b (axis -1 of last)  [shape-broadcast]
    # N: x: Float[Tensor, "b t d"], declared at line 22
    # N: fails for t=2, b=3


def the_best_box(scores: Float[Tensor, "n"], boxes: Float[Tensor, "n 4"]) -> Float[Tensor, "1 4"]:
    best = scores.argsort()[0]
    return boxes[best]
    # E: Return value has 1 axis, "4"; expected 2 axes, "1 4"  [shape-rank]
    # N: boxes[best] has shape "4"


RUNS = {
    "rows_at_the_columns": lambda: rows_at_the_columns(torch.ones(2, 3), torch.tensor([True, False])),
    "two_axes_at_once": lambda: two_axes_at_once(torch.ones(2, 3, 4), torch.ones(2, 4, dtype=torch.bool)),
    "one_of_each_row": lambda: one_of_each_row(torch.ones(2, 3, 4), torch.zeros(2, dtype=torch.int64)),
    "the_best_box": lambda: the_best_box(torch.ones(3), torch.ones(3, 4)),
}
