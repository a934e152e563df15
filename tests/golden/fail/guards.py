"""What a check has not shown, and mistakes behind one."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def optional_mask(
    scores: Float[Tensor, "b q k"], mask: Bool[Tensor, "b k q"] | None = None
) -> Float[Tensor, "b q k"]:
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
        # E: masked_fill: sizes cannot be broadcast: k (axis -1 of scores) and q (axis -1 of ~mask)  [shape-broadcast]
        # N: scores: Float[Tensor, "b q k"], declared at line 9
        # N: ~mask has shape "b k q"
        # N: fails for k=2, q=3
    return scores.softmax(dim=-1)


def with_a_default(x: Float[Tensor, "n d"], w: Float[Tensor, "d d"] | None = None) -> Float[Tensor, "n d"]:
    if w is None:
        w = torch.eye(x.shape[0])
        return x @ w
        # E: matmul: inner sizes differ: d (axis -1 of x) and n (axis -2 of w)  [shape-matmul]
        # N: x: Float[Tensor, "n d"], declared at line 20
        # N: w has shape "n n"
        # N: fails for d=2, n=3
        # N: "x.T" would fit: its shape is "d n"
    return x @ w


def early_return(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], enabled: bool) -> Float[Tensor, "n k"]:
    if not enabled:
        return x
        # E: Return value has shape "n d"; expected "n k": axis 1 is d, not k  [shape-mismatch]
        # N: x: Float[Tensor, "n d"], declared at line 32
        # N: fails for d=2, k=3
    return x @ w


def rank_is_checked(x: Tensor) -> Float[Tensor, "b n d"]:
    if x.ndim == 2:
        return x
        # E: Return value has 2 axes, "_ _"; expected 3 axes, "b n d"  [shape-rank]
        # N: x has shape "_ _"
    return x.reshape(1, 1, -1)


def rank_decides(x: Tensor, w: Float[Tensor, "d k"]) -> Tensor:
    if x.dim() == 2:
        n, t, d = x.shape
        # E: unpacking: 3 names, but x has 2 axes  [shape-rank]
        return x.view(n * t, d) @ w
    return x @ w


def the_other_axis_is_compared(x: Float[Tensor, "n d"], y: Float[Tensor, "m k"]) -> Float[Tensor, "n d"]:
    if x.shape[0] != y.shape[0]:
        raise ValueError("different lengths")
    return x + y
    # E: +: sizes cannot be broadcast: d (axis -1 of x) and k (axis -1 of y)  [shape-broadcast]
    # N: x: Float[Tensor, "n d"], declared at line 57
    # N: y: Float[Tensor, "m k"], declared at line 57
    # N: fails for d=2, k=3, m=2, n=2


def compared_too_late(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    total = x + y
    # E: +: sizes cannot be broadcast: n (axis -2 of x) and m (axis -2 of y)  [shape-broadcast]
    # N: x: Float[Tensor, "n d"], declared at line 67
    # N: y: Float[Tensor, "m d"], declared at line 67
    # N: fails for n=2, m=3
    if x.shape[0] != y.shape[0]:
        raise ValueError("different lengths")
    return total


def the_branch_for_the_rest(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if x.shape == y.shape:
        return x
    return y
    # E: Return value has shape "m d"; expected "n d": axis 0 is m, not n  [shape-mismatch]
    # N: y: Float[Tensor, "m d"], declared at line 78
    # N: fails for m=2, n=3


def an_instance(x: Float[Tensor, "n d"] | float, w: Float[Tensor, "k d"]) -> Tensor:
    if isinstance(x, float):
        return x * w
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n d"], declared at line 87
    # N: w: Float[Tensor, "k d"], declared at line 87
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "optional_mask": lambda: optional_mask(torch.randn(2, 3, 4), torch.ones(2, 4, 3, dtype=torch.bool)),
    "with_a_default": lambda: with_a_default(torch.randn(2, 3)),
    "early_return": lambda: early_return(torch.randn(2, 3), torch.randn(3, 4), enabled=False),
    "rank_is_checked": lambda: rank_is_checked(torch.randn(2, 3)),
    "rank_decides": lambda: rank_decides(torch.randn(2, 3), torch.randn(3, 4)),
    "the_other_axis_is_compared": lambda: the_other_axis_is_compared(torch.randn(2, 3), torch.randn(2, 4)),
    "compared_too_late": lambda: compared_too_late(torch.randn(2, 3), torch.randn(4, 3)),
    "the_branch_for_the_rest": lambda: the_branch_for_the_rest(torch.randn(2, 3), torch.randn(4, 3)),
    "an_instance": lambda: an_instance(torch.randn(2, 3), torch.randn(4, 3)),
}
