"""Sizes put together in the wrong order, or the wrong number of them."""

import torch
from jaxtyping import Float
from torch import Tensor


def all_sizes(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d t"]:
    b, t, d = x.shape
    return torch.zeros(b, t, d)
    # E: Return value has shape "b t d"; expected "b d t": axis 1 is t, not d  [shape-mismatch]
    # N: torch.zeros(b, t, d) has shape "b t d"
    # N: fails for t=2, d=3


def too_many_names(x: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    b, t, d = x.shape
    # E: unpacking: 3 names, but x has 2 axes  [shape-rank]
    return torch.zeros(b)


def by_index(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t"]:
    return torch.zeros(x.shape[0], x.shape[-1])
    # E: Return value has shape "b d"; expected "b t": axis 1 is d, not t  [shape-mismatch]
    # N: torch.zeros(x.shape[0], x.shape[-1]) has shape "b d"
    # N: fails for d=2, t=3


def past_the_last_axis(x: Float[Tensor, "b t"]) -> Float[Tensor, "b"]:
    return torch.zeros(x.shape[0]) / x.shape[2]
    # E: indexing: axis 2 does not exist: x has 2 axes  [shape-rank]


def all_but_the_last(x: Float[Tensor, "b t d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "b t k"]:
    flat = x.reshape(-1, x.shape[-1]) @ w
    return flat.view(*x.shape[:-1], w.shape[0])
    # E: view: element counts differ: flat, "b*t k", has b*k*t elements; "b t d" would have b*d*t  [shape-op]
    # N: flat has shape "b*t k"
    # N: fails for b=2, k=3, t=4, d=5


def heads(x: Float[Tensor, "b t d"], y: Float[Tensor, "b s d"], h: int) -> Float[Tensor, "b h s d//h"]:
    b, t, d = x.shape
    return x.view(b, t, h, d // h).transpose(1, 2)
    # E: Return value has shape "b h t d//h"; expected "b h s d//h": axis 2 is t, not s  [shape-mismatch]
    # N: x.view(b, t, h, d // h).transpose(1, 2) has shape "b h t d//h"
    # N: fails for t=2, s=3


def swapped_sizes(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    n, m = x.shape
    n, m = m, n
    return torch.zeros(n, m)
    # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: torch.zeros(n, m) has shape "m n"
    # N: fails for m=2, n=3


def leading_sizes(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "*batch k"]:
    *lead, d = x.shape
    flat = x.reshape(-1, d) @ w.T
    # E: matmul: inner sizes differ: d (axis -1 of x.reshape(-1, d)) and k (axis -2 of w.T)  [shape-matmul]
    # N: x.reshape(-1, d) has shape "prod(*batch) d"
    # N: w.T has shape "k d"
    # N: fails for d=2, k=3
    # N: "w" would fit: its shape is "d k"
    return flat.reshape(*lead, w.shape[1])


RUNS = {
    "all_sizes": lambda: all_sizes(torch.randn(2, 3, 4)),
    "too_many_names": lambda: too_many_names(torch.randn(2, 3)),
    "by_index": lambda: by_index(torch.randn(2, 3, 4)),
    "past_the_last_axis": lambda: past_the_last_axis(torch.randn(2, 3)),
    "all_but_the_last": lambda: all_but_the_last(torch.randn(2, 3, 4), torch.randn(4, 5)),
    "heads": lambda: heads(torch.randn(2, 3, 4), torch.randn(2, 5, 4), 2),
    "swapped_sizes": lambda: swapped_sizes(torch.randn(2, 3)),
    "leading_sizes": lambda: leading_sizes(torch.randn(2, 3, 4), torch.randn(4, 5)),
}
