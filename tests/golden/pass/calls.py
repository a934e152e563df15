"""Calls between annotated functions: the callee's names are bound to the caller's sizes, afresh at each call."""

import torch
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    return x @ w.T


def concatenated(a: Float[Tensor, "n"], b: Float[Tensor, "m"]) -> Float[Tensor, "n+m"]:
    return torch.cat([a, b])


def add(a: Float[Tensor, "*shape"], b: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    return a + b


def with_other_names(
    p: Float[Tensor, "rows columns"], q: Float[Tensor, "k columns"]
) -> Float[Tensor, "rows k"]:
    return linear(p, q)


def twice(
    x: Float[Tensor, "batch d"], w1: Float[Tensor, "h d"], w2: Float[Tensor, "d h"]
) -> Float[Tensor, "batch d"]:
    return linear(linear(x, w1), w2)


def by_keyword(x: Float[Tensor, "batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "batch k"]:
    return linear(w=w.T, x=x)


def with_literal_sizes() -> Float[Tensor, "2 4"]:
    return linear(torch.randn(2, 3), torch.randn(4, 3))


def arithmetic(a: Float[Tensor, "d"]) -> Float[Tensor, "2*d"]:
    return concatenated(a, a)


def variadic(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t d"]:
    return add(x, x)


def not_annotated(x, w):  # type: ignore[no-untyped-def]
    return x @ w


def unknown_result(x: Float[Tensor, "n m"], w: Float[Tensor, "k m"]) -> Float[Tensor, "n k"]:
    return linear(not_annotated(x, torch.eye(x.shape[1])), w)  # type: ignore[no-untyped-call]


def of_one(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> Float[Tensor, ""]:
    return x @ y


def for_each_row(x: Float[Tensor, "b n"], y: Float[Tensor, "b m"]) -> Float[Tensor, "b n m"]:
    return torch.vmap(torch.outer)(x, y)


def own_for_each_row(x: Float[Tensor, "b n"], y: Float[Tensor, "b m"]) -> Float[Tensor, "b"]:
    return torch.vmap(of_one)(x, x)


def projected(x: Float[Tensor, "d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "k"]:
    return x @ w


def mapped_over_some(x: Float[Tensor, "b d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "b k"]:
    return torch.vmap(projected, in_dims=(0, None))(x, w)


def mapped_twice(x: Float[Tensor, "a b d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "a b k"]:
    each = torch.vmap(torch.vmap(projected, (0, None)), (0, None))
    return each(x, w)


def run() -> None:
    assert with_other_names(torch.randn(2, 3), torch.randn(4, 3)).shape == (2, 4)
    assert twice(torch.randn(2, 3), torch.randn(5, 3), torch.randn(3, 5)).shape == (2, 3)
    assert by_keyword(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert with_literal_sizes().shape == (2, 4)
    assert arithmetic(torch.randn(3)).shape == (6,)
    assert variadic(torch.randn(2, 3, 4)).shape == (2, 3, 4)
    assert unknown_result(torch.randn(2, 3), torch.randn(4, 3)).shape == (2, 4)
    assert for_each_row(torch.randn(2, 3), torch.randn(2, 4)).shape == (2, 3, 4)
    assert own_for_each_row(torch.randn(2, 3), torch.randn(2, 4)).shape == (2,)
    assert mapped_over_some(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
    assert mapped_twice(torch.randn(5, 2, 3), torch.randn(3, 4)).shape == (5, 2, 4)
