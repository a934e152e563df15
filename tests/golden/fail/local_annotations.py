"""Annotated locals that do not hold, and new names that are used against their meaning."""

import torch
from jaxtyping import Float
from torch import Tensor


def used_again(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], v: Float[Tensor, "d m"]) -> Tensor:
    h: Float[Tensor, "n hidden"] = x @ w
    g: Float[Tensor, "n hidden"] = x @ v
    # E: Value assigned to "g" has shape "n m"; expected "n hidden": axis 1 is m, not hidden=k (bound by "h")  [shape-mismatch]
    # N: x @ v has shape "n m"
    # N: fails for m=2, k=3
    return h + g.sum()


def known_names(x: Float[Tensor, "b t d"]) -> Tensor:
    pooled: Float[Tensor, "b d"] = x.mean(dim=2)
    # E: Value assigned to "pooled" has shape "b t"; expected "b d": axis 1 is t, not d  [shape-mismatch]
    # N: x.mean(dim=2) has shape "b t"
    # N: fails for t=2, d=3
    return pooled


def used_after_its_report(x: Float[Tensor, "n d"], w: Float[Tensor, "n k"]) -> Tensor:
    y: Float[Tensor, "d n"] = x * 2
    # E: Value assigned to "y" has shape "n d"; expected "d n": axis 0 is n, not d  [shape-mismatch]
    # N: x * 2 has shape "n d"
    # N: fails for n=2, d=3
    return y @ w


def the_bound_name(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n d"]:
    h: Float[Tensor, "n hidden"] = x @ w
    return h
    # E: Return value has shape "n k"; expected "n d": axis 1 is k, not d  [shape-mismatch]
    # N: h: Float[Tensor, "n k"], declared at line 34
    # N: fails for k=2, d=3


def declared_before(x: Float[Tensor, "n d"], flag: bool) -> Float[Tensor, "n"]:
    y: Float[Tensor, "n"]
    if flag:
        y = x.sum(1)
    else:
        y = x.sum(0)
        return y
        # E: Return value has shape "d"; expected "n": axis 0 is d, not n  [shape-mismatch]
        # N: y has shape "d"
        # N: fails for d=2, n=3
    return y


def assigned_again(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    y: Float[Tensor, "n d"] = x * 2
    y = y.sum(1)
    return y
    # E: Return value has 1 axis, "n"; expected 2 axes, "n d"  [shape-rank]
    # N: y has shape "n"


def a_list(x: Float[Tensor, "n d"]) -> Tensor:
    xs: list[Float[Tensor, "n d"]] = [x, x.T]
    # E: Value assigned to "xs" has shape "d n"; expected "n d": axis 0 is d, not n  [shape-mismatch]
    # N: fails for d=2, n=3
    return xs[0]


def a_tuple(x: Float[Tensor, "n d"]) -> Tensor:
    pair: tuple[Float[Tensor, "n d"], Float[Tensor, "d n"]] = (x, x)
    # E: Value assigned to "pair" has shape "n d"; expected "d n": axis 0 is n, not d  [shape-mismatch]
    # N: fails for n=2, d=3
    return pair[0]


def arithmetic(x: Float[Tensor, "n d"]) -> Tensor:
    y: Float[Tensor, "n 2*d+1"] = torch.cat([x, x], dim=1)
    # E: Value assigned to "y" has shape "n 2*d"; expected "n 2*d+1": axis 1 is 2*d, not 2*d+1  [shape-mismatch]
    # N: torch.cat([x, x], dim=1) has shape "n 2*d"
    # N: fails for d=2
    return y


RUNS = {
    "the_bound_name": lambda: the_bound_name(torch.randn(2, 3), torch.randn(3, 4)),
    "declared_before": lambda: declared_before(torch.randn(2, 3), flag=False),
    "assigned_again": lambda: assigned_again(torch.randn(2, 3)),
}

STATIC_ONLY = {
    "used_again": "the annotations of locals are not checked at run time",
    "known_names": "the annotations of locals are not checked at run time",
    "used_after_its_report": "the annotations of locals are not checked at run time",
    "a_list": "the annotations of locals are not checked at run time",
    "a_tuple": "the annotations of locals are not checked at run time",
    "arithmetic": "the annotations of locals are not checked at run time",
}
