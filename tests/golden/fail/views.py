"""Views whose element counts differ, or that give another shape than declared."""

import torch
from jaxtyping import Float
from torch import Tensor


def one_axis_too_many(x: Float[Tensor, "b t d"]) -> Tensor:
    b, t, d = x.shape
    return x.view(b, t, 4, d)
    # E: view: element counts differ: x, "b t d", has b*d*t elements; "b t 4 d" would have 4*b*d*t  [shape-op]
    # N: x: Float[Tensor, "b t d"], declared at line 8


def one_axis_forgotten(x: Float[Tensor, "b h t d"]) -> Float[Tensor, "b t d"]:
    b, h, t, d = x.shape
    return x.transpose(1, 2).reshape(b, t, d)
    # E: reshape: element counts differ: x.transpose(1, 2), "b t h d", has b*d*h*t elements; "b t d" would have b*d*t  [shape-literal]
    # N: x.transpose(1, 2) has shape "b t h d"
    # N: fails for h=2


def heads_not_transposed(w: Float[Tensor, "h d"], x: Float[Tensor, "b t h*d"]) -> Float[Tensor, "b h t d"]:
    h, d = w.shape
    return x.view(x.shape[0], x.shape[1], h, d)
    # E: Return value has shape "b t h d"; expected "b h t d": axis 1 is t, not h  [shape-mismatch]
    # N: x.view(x.shape[0], x.shape[1], h, d) has shape "b t h d"
    # N: fails for t=2, h=3


def joined_in_the_wrong_order(x: Float[Tensor, "b h t d"]) -> Float[Tensor, "b t h*d"]:
    b, h, t, d = x.shape
    return x.transpose(1, 2).reshape(b, h * d, t)
    # E: Return value has shape "b d*h t"; expected "b t h*d": axis 1 is d*h, not t  [shape-mismatch]
    # N: x.transpose(1, 2).reshape(b, h * d, t) has shape "b d*h t"
    # N: fails for d=2, h=3, t=4


def flat(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x.view(-1)
    # E: Return value has 1 axis, "m*n"; expected 2 axes, "n m"  [shape-rank]
    # N: x.view(-1) has shape "m*n"


def literal_sizes(x: Float[Tensor, "4 6"]) -> Tensor:
    return x.reshape(5, -1)
    # E: reshape: 24 elements of x, "4 6", cannot be laid out as "5 -1"  [shape-op]
    # N: x: Float[Tensor, "4 6"], declared at line 45


RUNS = {
    "one_axis_too_many": lambda: one_axis_too_many(torch.randn(2, 5, 12)),
    "one_axis_forgotten": lambda: one_axis_forgotten(torch.randn(2, 4, 5, 3)),
    "heads_not_transposed": lambda: heads_not_transposed(torch.randn(4, 3), torch.randn(2, 5, 12)),
    "joined_in_the_wrong_order": lambda: joined_in_the_wrong_order(torch.randn(2, 4, 5, 3)),
    "flat": lambda: flat(torch.randn(2, 3)),
    "literal_sizes": lambda: literal_sizes(torch.randn(4, 6)),
}
