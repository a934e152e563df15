"""Lists and dicts of tensors that do not fit together."""

import torch
from jaxtyping import Float
from torch import Tensor


def a_known_number(x: Float[Tensor, "n d"]) -> Float[Tensor, "4 n d"]:
    states = []
    for _ in range(3):
        x = torch.tanh(x)
        states.append(x)
    return torch.stack(states)
    # E: Return value has shape "3 n d"; expected "4 n d": axis 0 is 3, not 4  [shape-mismatch]
    # N: torch.stack(states) has shape "3 n d"


def starting_with_one(x: Float[Tensor, "n d"], ws: list[Float[Tensor, "k d"]]) -> Float[Tensor, "n d"]:
    xs = [x]
    for w in ws:
        xs.append(xs[-1] @ w)
        # E: matmul: inner sizes differ: d (axis -1 of xs[-1]) and k (axis -2 of w)  [shape-matmul]
        # N: xs[-1]: Float[Tensor, "n d"], declared at line 18
        # N: w: Float[Tensor, "k d"], declared at line 18
        # N: fails for d=2, k=3
        # N: "w.T" would fit: its shape is "d k"
    return xs[-1]


def halves(x: Float[Tensor, "n d"], y: Float[Tensor, "n k"]) -> Float[Tensor, "n d+k"]:
    parts = []
    for part in (x, y):
        parts.append(part * 2)
    return torch.cat(parts, dim=0)
    # E: cat: sizes differ: d (axis 1 of parts[0]) and k (axis 1 of parts[1])  [shape-op]
    # N: fails for d=2, k=3


def by_name(x: Float[Tensor, "n d"], y: Float[Tensor, "n k"]) -> Float[Tensor, "d k"]:
    named = {"x": x, "y": y}
    return named["x"] @ named["y"]
    # E: matmul: inner sizes differ: d (axis -1 of named['x']) and n (axis -2 of named['y'])  [shape-matmul]
    # N: named['x']: Float[Tensor, "n d"], declared at line 39
    # N: named['y']: Float[Tensor, "n k"], declared at line 39
    # N: fails for d=2, n=3
    # N: "named['x'].T" would fit: its shape is "d n"


def changed_by_name(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    named = {"x": x}
    named["x"] = named["x"].T
    return named["x"]
    # E: Return value has shape "d n"; expected "n d": axis 0 is d, not n  [shape-mismatch]
    # N: named['x'] has shape "d n"
    # N: fails for d=2, n=3


def extended(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n+m d"]:
    parts = [x]
    parts.extend([y, y])
    return torch.cat(parts)
    # E: Return value has shape "2*m+n d"; expected "n+m d": axis 0 is 2*m+n, not n+m  [shape-mismatch]
    # N: torch.cat(parts) has shape "2*m+n d"
    # N: fails for m=2, n=3


def an_alias_of_the_list(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    parts = [x]
    same = parts
    same.append(y)
    return torch.cat(parts)
    # E: Return value has shape "m+n d"; expected "n d": axis 0 is m+n, not n  [shape-mismatch]
    # N: torch.cat(parts) has shape "m+n d"
    # N: fails for m=2, n=3


def popped(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "n d"]:
    both = [x, y]
    last = both.pop()
    return last
    # E: Return value has 1 axis, "k"; expected 2 axes, "n d"  [shape-rank]
    # N: last: Float[Tensor, "k"], declared at line 77


RUNS = {
    "a_known_number": lambda: a_known_number(torch.randn(2, 3)),
    "starting_with_one": lambda: starting_with_one(torch.randn(2, 3), [torch.randn(4, 3)]),
    "halves": lambda: halves(torch.randn(2, 3), torch.randn(2, 4)),
    "by_name": lambda: by_name(torch.randn(2, 3), torch.randn(2, 4)),
    "changed_by_name": lambda: changed_by_name(torch.randn(2, 3)),
    "extended": lambda: extended(torch.randn(2, 3), torch.randn(4, 3)),
    "an_alias_of_the_list": lambda: an_alias_of_the_list(torch.randn(2, 3), torch.randn(4, 3)),
    "popped": lambda: popped(torch.randn(2, 3), torch.randn(4)),
}
