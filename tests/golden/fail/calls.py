"""Arguments that do not fit the callee's annotations, and results that do not fit the caller's."""

import torch
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    return x @ w.T


def concatenated(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, "n+m"]:
    return torch.cat([a, b])


def add(a: Float[Tensor, "*shape"], b: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    return a + b


def with_other_names(p: Float[Tensor, "rows columns"], q: Float[Tensor, "columns k"]) -> Tensor:
    return linear(p, q)
    # E: linear: argument w: axis 1 is k, n_in is columns already (axis 1 of x)  [shape-mismatch]
    # N: fails for columns=2, k=3


def arguments_swapped(x: Float[Tensor, "batch d"], w: Float[Tensor, "h d"]) -> Float[Tensor, "batch h"]:
    return linear(w, x)
    # E: return: axis 0 is h, declared as batch  [shape-mismatch]
    # N: fails for batch=2, h=3


def twice(
    x: Float[Tensor, "batch d"], w1: Float[Tensor, "h d"], w2: Float[Tensor, "d h"]
) -> Float[Tensor, "batch d"]:
    return linear(linear(x, w2), w1)
    # E: linear: argument w: axis 1 is h, n_in is d already (axis 1 of x)  [shape-mismatch]
    # N: fails for d=2, h=3


def by_keyword(x: Float[Tensor, "batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "batch k"]:
    return linear(w=w, x=x)
    # E: linear: argument w: axis 1 is k, n_in is d already (axis 1 of x)  [shape-mismatch]
    # N: fails for d=2, k=3


def with_literal_sizes() -> Float[Tensor, "2 4"]:
    return linear(torch.randn(2, 3), torch.randn(3, 4))
    # E: linear: argument w: axis 1 is 4, n_in is 3 already (axis 1 of x)  [shape-mismatch]


def of_another_rank(x: Float[Tensor, "batch seq d"], w: Float[Tensor, "h d"]) -> Tensor:
    return linear(x, w)
    # E: linear: argument x has 3 axes, declared with 2  [shape-mismatch]


def arithmetic(a: Float[Tensor, "d"]) -> Float[Tensor, "d"]:
    return concatenated(a, a)
    # E: return: axis 0 is 2*d, declared as d  [shape-mismatch]
    # N: fails for d=1


def variadic(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t d"]:
    return add(x, x.mT)
    # E: add: argument b: shape is b d t, declared as b t d already  [shape-mismatch]
    # N: fails for d=2, t=3


RUNS = {
    "with_other_names": lambda: with_other_names(torch.randn(2, 3), torch.randn(3, 4)),
    "arguments_swapped": lambda: arguments_swapped(torch.randn(2, 3), torch.randn(4, 3)),
    "twice": lambda: twice(torch.randn(2, 3), torch.randn(5, 3), torch.randn(3, 5)),
    "by_keyword": lambda: by_keyword(torch.randn(2, 3), torch.randn(3, 4)),
    "with_literal_sizes": with_literal_sizes,
    "of_another_rank": lambda: of_another_rank(torch.randn(2, 3, 4), torch.randn(5, 4)),
    "arithmetic": lambda: arithmetic(torch.randn(3)),
    "variadic": lambda: variadic(torch.randn(2, 3, 4)),
}
