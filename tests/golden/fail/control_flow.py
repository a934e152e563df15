"""Mistakes inside `match`, `try`, `with`, `while`, and behind them."""

import torch
from jaxtyping import Float
from torch import Tensor


def by_rank(x: Tensor, w: Float[Tensor, "d k"]) -> Tensor:
    match x.shape:
        case (n, d):
            return x.permute(2, 0, 1) @ w
            # E: permute: x has 2 axes, "_ _", but needs 3 axes  [shape-rank]
            # N: x has shape "_ _"
        case _:
            return x


def by_name(x: Float[Tensor, "n d"], kind: str) -> Float[Tensor, "n d"]:
    match kind:
        case "relu":
            y = x.relu()
        case _:
            y = x - x.mean(dim=1)
            # E: -: sizes cannot be broadcast: d (axis -1 of x) and n (axis -1 of x.mean(dim=1))  [shape-broadcast]
            # N: x: Float[Tensor, "n d"], declared at line 18
            # N: x.mean(dim=1) has shape "n"
            # N: fails for d=2, n=3
            # N: "x.mean(dim=1)[..., None]" would fit: its shape is "n 1"
    return y


def by_class(x: Float[Tensor, "n d"] | None, w: Float[Tensor, "d n"]) -> Float[Tensor, "n d"]:
    match x:
        case None:
            return w.T
        case Tensor() as y:
            return w + y
            # E: +: sizes cannot be broadcast: n (axis -1 of w) and d (axis -1 of y)  [shape-broadcast]
            # N: w: Float[Tensor, "d n"], declared at line 32
            # N: y: Float[Tensor, "n d"], declared at line 32
            # N: fails for n=2, d=3


def guarded_in_one_mode(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"], mode: str) -> Tensor:
    match mode:
        case "strict" if x.shape[1] != y.shape[0]:
            raise ValueError(mode)
    return x @ y
    # E: matmul: inner sizes differ: b (axis -1 of x) and c (axis -2 of y)  [shape-matmul]
    # N: x: Float[Tensor, "a b"], declared at line 44
    # N: y: Float[Tensor, "c d"], declared at line 44
    # N: fails for b=2, c=3


def guarded_the_wrong_way(x: Float[Tensor, "n d"], y: Float[Tensor, "k m"]) -> Tensor:
    match x.shape[1]:
        case size if size == y.shape[1]:
            return x @ y
            # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of y)  [shape-matmul]
            # N: x: Float[Tensor, "n d"], declared at line 55
            # N: y: Float[Tensor, "k m"], declared at line 55
            # N: fails for d=3, k=2, m=3
            # N: "y.T" would fit: its shape is "m k"
    return x


def a_handler(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "n k"]:
    try:
        y = x / int(w.shape[1] - w.shape[1])
    except ZeroDivisionError:
        y = x
    return y @ w
    # E: matmul: inner sizes differ: d (axis -1 of y) and k (axis -2 of w)  [shape-matmul]
    # N: y has shape "n d"
    # N: w: Float[Tensor, "k d"], declared at line 67
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def with_finally(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    try:
        y = x * 2
    finally:
        x = x.T
    return x + y
    # E: +: sizes cannot be broadcast: n (axis -1 of x) and d (axis -1 of y)  [shape-broadcast]
    # N: x has shape "d n"
    # N: y has shape "n d"
    # N: fails for n=2, d=3


def inside_a_context(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Tensor:
    with torch.no_grad():
        y = x @ w
        # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
        # N: x: Float[Tensor, "n d"], declared at line 92
        # N: w: Float[Tensor, "k d"], declared at line 92
        # N: fails for d=2, k=3
        # N: "w.T" would fit: its shape is "d k"
    return y


def forever(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    steps = 0
    while True:
        x = x @ x
        # E: matmul: inner sizes differ: d (axis -1 of x) and n (axis -2 of x)  [shape-matmul]
        # N: x: Float[Tensor, "n d"], declared at line 103
        # N: fails for d=2, n=3
        steps += 1
        if steps > 3:
            break
    return x


def assigned_in_the_loop(xs: list[Float[Tensor, "n d"]], w: Float[Tensor, "d"]) -> Float[Tensor, "d"]:
    for x in xs:
        y = x @ w
    return y
    # E: Return value has shape "n"; expected "d": axis 0 is n, not d  [shape-mismatch]
    # N: y has shape "n"
    # N: fails for n=2, d=3


def nested_loops(x: Float[Tensor, "n n"], y: Float[Tensor, "m"], steps: int) -> Float[Tensor, "n n"]:
    for i in range(steps):
        for _ in range(i):
            x = x @ torch.diag(y)
            # E: matmul: inner sizes differ: n (axis -1 of x) and m (axis -2 of torch.diag(y))  [shape-matmul]
            # N: x: Float[Tensor, "n n"], declared at line 125
            # N: torch.diag(y) has shape "m m"
            # N: fails for n=2, m=3
    return x


def searched(xs: list[Float[Tensor, "n d"]]) -> Float[Tensor, "n d"]:
    for x in xs:
        if x.sum() > 0:
            found = x
            break
    else:
        found = xs[0]
    return found.T
    # E: Return value has shape "d n"; expected "n d": axis 0 is d, not n  [shape-mismatch]
    # N: found.T has shape "d n"
    # N: fails for d=2, n=3


RUNS = {
    "by_rank": lambda: by_rank(torch.randn(2, 3), torch.randn(3, 4)),
    "by_name": lambda: by_name(torch.randn(2, 3), "center"),
    "by_class": lambda: by_class(torch.randn(2, 3), torch.randn(3, 2)),
    "guarded_in_one_mode": lambda: guarded_in_one_mode(torch.randn(2, 3), torch.randn(4, 3), "lax"),
    "guarded_the_wrong_way": lambda: guarded_the_wrong_way(torch.randn(2, 3), torch.randn(4, 3)),
    "a_handler": lambda: a_handler(torch.randn(2, 3), torch.randn(4, 3)),
    "with_finally": lambda: with_finally(torch.randn(2, 3)),
    "inside_a_context": lambda: inside_a_context(torch.randn(2, 3), torch.randn(4, 3)),
    "forever": lambda: forever(torch.randn(2, 3)),
    "assigned_in_the_loop": lambda: assigned_in_the_loop([torch.randn(2, 3)], torch.randn(3)),
    "nested_loops": lambda: nested_loops(torch.eye(2), torch.randn(3), 3),
    "searched": lambda: searched([torch.ones(2, 3)]),
}
