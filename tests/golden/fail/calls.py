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
    # E: Argument "w" to "linear" has shape "columns k"; expected "n_out n_in": axis 1 is k, not n_in=columns (bound by argument "x")  [shape-mismatch]
    # N: q: Float[Tensor, "columns k"], declared at line 20
    # N: fails for k=2, columns=3


def arguments_swapped(x: Float[Tensor, "batch d"], w: Float[Tensor, "h d"]) -> Float[Tensor, "batch h"]:
    return linear(w, x)
    # E: Return value has shape "h batch"; expected "batch h": axis 0 is h, not batch  [shape-mismatch]
    # N: linear(w, x) has shape "h batch"
    # N: fails for h=2, batch=3


def twice(
    x: Float[Tensor, "batch d"], w1: Float[Tensor, "h d"], w2: Float[Tensor, "d h"]
) -> Float[Tensor, "batch d"]:
    return linear(linear(x, w2), w1)
    # E: Argument "w" to "linear" has shape "d h"; expected "n_out n_in": axis 1 is h, not n_in=d (bound by argument "x")  [shape-mismatch]
    # N: w2: Float[Tensor, "d h"], declared at line 35
    # N: fails for h=2, d=3


def by_keyword(x: Float[Tensor, "batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "batch k"]:
    return linear(w=w, x=x)
    # E: Argument "w" to "linear" has shape "d k"; expected "n_out n_in": axis 1 is k, not n_in=d (bound by argument "x")  [shape-mismatch]
    # N: w: Float[Tensor, "d k"], declared at line 43
    # N: fails for k=2, d=3


def with_literal_sizes() -> Float[Tensor, "2 4"]:
    return linear(torch.randn(2, 3), torch.randn(3, 4))
    # E: Argument "w" to "linear" has shape "3 4"; expected "n_out n_in": axis 1 is 4, not n_in=3 (bound by argument "x")  [shape-mismatch]
    # N: torch.randn(3, 4) has shape "3 4"


def of_another_rank(x: Float[Tensor, "batch seq d"], w: Float[Tensor, "h d"]) -> Tensor:
    return linear(x, w)
    # E: Argument "x" to "linear" has 3 axes, "batch seq d"; expected 2 axes, "batch n_in"  [shape-rank]
    # N: x: Float[Tensor, "batch seq d"], declared at line 56


def arithmetic(a: Float[Tensor, "d"]) -> Float[Tensor, "d"]:
    return concatenated(a, a)
    # E: Return value has shape "2*d"; expected "d": axis 0 is 2*d, not d  [shape-mismatch]
    # N: concatenated(a, a) has shape "2*d"
    # N: fails for d=2


def variadic(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t d"]:
    return add(x, x.mT)
    # E: Argument "b" to "add" has shape "b d t"; expected "*shape": "*shape" is (b d t), not (b t d) (bound by argument "a")  [shape-mismatch]
    # N: x.mT has shape "b d t"
    # N: fails for d=2, t=3


def of_one(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> Float[Tensor, ""]:
    return x @ y


def for_each_row(x: Float[Tensor, "b n"], y: Float[Tensor, "b m"]) -> Float[Tensor, "b n m"]:
    return torch.vmap(torch.outer)(y, x)
    # E: Return value has shape "b m n"; expected "b n m": axis 1 is m, not n  [shape-mismatch]
    # N: torch.vmap(torch.outer)(y, x) has shape "b m n"
    # N: fails for m=2, n=3


def own_for_each_row(x: Float[Tensor, "b n"], y: Float[Tensor, "b m"]) -> Float[Tensor, "b"]:
    return torch.vmap(of_one)(x, y)
    # E: Argument "y" to "of_one" has shape "m"; expected "n": axis 0 is m, not n (bound by argument "x")  [shape-mismatch]
    # N: fails for m=2, n=3


RUNS = {
    "for_each_row": lambda: for_each_row(torch.randn(2, 3), torch.randn(2, 4)),
    "own_for_each_row": lambda: own_for_each_row(torch.randn(2, 3), torch.randn(2, 4)),
    "with_other_names": lambda: with_other_names(torch.randn(2, 3), torch.randn(3, 4)),
    "arguments_swapped": lambda: arguments_swapped(torch.randn(2, 3), torch.randn(4, 3)),
    "twice": lambda: twice(torch.randn(2, 3), torch.randn(5, 3), torch.randn(3, 5)),
    "by_keyword": lambda: by_keyword(torch.randn(2, 3), torch.randn(3, 4)),
    "with_literal_sizes": with_literal_sizes,
    "of_another_rank": lambda: of_another_rank(torch.randn(2, 3, 4), torch.randn(5, 4)),
    "arithmetic": lambda: arithmetic(torch.randn(3)),
    "variadic": lambda: variadic(torch.randn(2, 3, 4)),
}
