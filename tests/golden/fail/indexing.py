"""Indices that leave other axes than the ones meant."""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor


def the_last_step(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d"]:
    return x[-1]
    # E: Return value has shape "t d"; expected "b d": axis 0 is t, not b  [shape-mismatch]
    # N: x[-1] has shape "t d"
    # N: fails for t=2, b=3


def too_many(x: Float[Tensor, "b t"]) -> Float[Tensor, "b"]:
    return x[:, 0, 0]
    # E: indexing: 3 indices for 2 axes: x has shape "b t"  [shape-rank]
    # N: x: Float[Tensor, "b t"], declared at line 15


def shifted(x: Float[Tensor, "b t"], y: Float[Tensor, "b t"]) -> Float[Tensor, "b t-1"]:
    return x[:, 1:] - y
    # E: -: sizes cannot be broadcast: t-1 (axis -1 of x[:, 1:]) and t (axis -1 of y)  [shape-broadcast]
    # N: x[:, 1:] has shape "b t-1"
    # N: y: Float[Tensor, "b t"], declared at line 21
    # N: fails for t=3


def outer(x: Float[Tensor, "n"], y: Float[Tensor, "m"]) -> Float[Tensor, "m n"]:
    return x[:, None] * y[None, :]
    # E: Return value has shape "n m"; expected "m n": axis 0 is n, not m  [shape-mismatch]
    # N: x[:, None] * y[None, :] has shape "n m"
    # N: fails for n=2, m=3


def every_second(x: Float[Tensor, "n 6"]) -> Float[Tensor, "n 2"]:
    return x[:, ::2]
    # E: Return value has shape "n 3"; expected "n 2": axis 1 is 3, not 2  [shape-mismatch]
    # N: x[:, ::2] has shape "n 3"


def looked_up(table: Float[Tensor, "v d"], ids: Int[Tensor, "b t"]) -> Float[Tensor, "b t v"]:
    return table[ids]
    # E: Return value has shape "b t d"; expected "b t v": axis 2 is d, not v  [shape-mismatch]
    # N: table[ids] has shape "b t d"
    # N: fails for d=2, v=3


def masked(x: Float[Tensor, "n d"], mask: Bool[Tensor, "n"], w: Float[Tensor, "k d"]) -> Float[Tensor, "_ d"]:
    return x[mask] @ w
    # E: matmul: inner sizes differ: d (axis -1 of x[mask]) and k (axis -2 of w)  [shape-matmul]
    # N: x[mask] has shape "_ d"
    # N: w: Float[Tensor, "k d"], declared at line 49
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def by_a_list(x: Float[Tensor, "n d"]) -> Float[Tensor, "2 d"]:
    return x[[0, 1, 0]]
    # E: Return value has shape "3 d"; expected "2 d": axis 0 is 3, not 2  [shape-mismatch]
    # N: x[[0, 1, 0]] has shape "3 d"


def into_a_part(x: Float[Tensor, "b t d"], start: Float[Tensor, "b t"]) -> Float[Tensor, "b t d"]:
    out = torch.zeros_like(x)
    out[:, 0] = start
    # E: assignment: the value has shape "b t", which does not broadcast to "b d" of out[:, 0]  [shape-broadcast]
    # N: out has shape "b t d"
    # N: fails for t=2, d=3
    return out


def added_to_a_part(x: Float[Tensor, "n d"], row: Float[Tensor, "n"]) -> Float[Tensor, "n d"]:
    x[0] += row
    # E: +: sizes cannot be broadcast: d (axis -1 of x[0]) and n (axis -1 of row)  [shape-broadcast]
    # N: x[0] has shape "d"
    # N: row: Float[Tensor, "n"], declared at line 73
    # N: fails for d=2, n=3
    return x


def a_step_at_a_time(x: Float[Tensor, "b t d"], w: Float[Tensor, "d d"]) -> Float[Tensor, "b t d"]:
    h = torch.zeros(x.shape[0], x.shape[1])
    out = torch.zeros_like(x)
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] + h @ w)
        # E: matmul: inner sizes differ: t (axis -1 of h) and d (axis -2 of w)  [shape-matmul]
        # N: h has shape "b t"
        # N: w: Float[Tensor, "d d"], declared at line 82
        # N: fails for t=2, d=3
        out[:, t] = h
    return out


def gathered(x: Float[Tensor, "b t v"], ids: Int[Tensor, "b t"]) -> Float[Tensor, "b t"]:
    return x.gather(-1, ids)[..., 0]
    # E: gather: ids has 2 axes, "b t", but needs 3 axes  [shape-rank]
    # N: x: Float[Tensor, "b t v"], declared at line 95
    # N: ids: Int[Tensor, "b t"], declared at line 95


def all_rows_into_one(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    out = torch.zeros_like(x)
    for i in range(x.shape[0]):
        out[i] = x - x.mean()
        # E: assignment: the value has shape "n m", which does not broadcast to "m" of out[i]  [shape-broadcast]
        # N: out has shape "n m"
        # N: fails for n=2
    return out


RUNS = {
    "the_last_step": lambda: the_last_step(torch.randn(2, 3, 4)),
    "too_many": lambda: too_many(torch.randn(2, 3)),
    "shifted": lambda: shifted(torch.randn(2, 3), torch.randn(2, 3)),
    "outer": lambda: outer(torch.randn(2), torch.randn(3)),
    "every_second": lambda: every_second(torch.randn(2, 6)),
    "looked_up": lambda: looked_up(torch.randn(7, 4), torch.zeros(2, 3, dtype=torch.int64)),
    "masked": lambda: masked(torch.randn(2, 3), torch.tensor([True, False]), torch.randn(4, 3)),
    "by_a_list": lambda: by_a_list(torch.randn(2, 3)),
    "into_a_part": lambda: into_a_part(torch.randn(2, 3, 4), torch.randn(2, 3)),
    "added_to_a_part": lambda: added_to_a_part(torch.randn(2, 3), torch.randn(2)),
    "a_step_at_a_time": lambda: a_step_at_a_time(torch.randn(2, 3, 4), torch.randn(4, 4)),
    "all_rows_into_one": lambda: all_rows_into_one(torch.randn(2, 3)),
    "gathered": lambda: gathered(torch.randn(2, 3, 4), torch.zeros(2, 3, dtype=torch.int64)),
}
