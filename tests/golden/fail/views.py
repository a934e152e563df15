"""Views whose element counts differ, or that give another shape than declared."""

import torch
from jaxtyping import Float
from torch import Tensor


def one_axis_too_many(x: Float[Tensor, "b t d"]) -> Tensor:
    b, t, d = x.shape
    return x.view(b, t, 4, d)
    # E: view: b*t*d elements do not fit into (b, t, 4, d)  [shape-op]
    # N: fails for b=1, d=1, t=1


def one_axis_forgotten(x: Float[Tensor, "b h t d"]) -> Float[Tensor, "b t d"]:
    b, h, t, d = x.shape
    return x.transpose(1, 2).reshape(b, t, d)
    # E: reshape: b*d*h*t elements do not fit into (b, t, d)  [shape-op]
    # N: fails for b=1, d=1, h=2, t=1


def heads_not_transposed(w: Float[Tensor, "h d"], x: Float[Tensor, "b t h*d"]) -> Float[Tensor, "b h t d"]:
    h, d = w.shape
    return x.view(x.shape[0], x.shape[1], h, d)
    # E: return: axis 1 is t, declared as h  [shape-mismatch]
    # N: fails for h=2, t=1


def joined_in_the_wrong_order(x: Float[Tensor, "b h t d"]) -> Float[Tensor, "b t h*d"]:
    b, h, t, d = x.shape
    return x.transpose(1, 2).reshape(b, h * d, t)
    # E: return: axis 1 is d*h, declared as t  [shape-mismatch]
    # N: fails for d=1, h=2, t=1


def flat(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x.view(-1)
    # E: return: the result has 1 axis, declared with 2  [shape-mismatch]


def literal_sizes(x: Float[Tensor, "4 6"]) -> Tensor:
    return x.reshape(5, -1)
    # E: reshape: 24 elements do not fit into (5, -1)  [shape-op]


RUNS = {
    "one_axis_too_many": lambda: one_axis_too_many(torch.randn(2, 5, 12)),
    "one_axis_forgotten": lambda: one_axis_forgotten(torch.randn(2, 4, 5, 3)),
    "heads_not_transposed": lambda: heads_not_transposed(torch.randn(4, 3), torch.randn(2, 5, 12)),
    "joined_in_the_wrong_order": lambda: joined_in_the_wrong_order(torch.randn(2, 4, 5, 3)),
    "flat": lambda: flat(torch.randn(2, 3)),
    "literal_sizes": lambda: literal_sizes(torch.randn(4, 6)),
}
