"""Changes in place that do not fit, or that are forgotten under another name."""

import torch
from jaxtyping import Float
from torch import Tensor


def grows(x: Float[Tensor, "n 1"], y: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    x += y
    # E: +=: the result has shape "n d", but x, which is changed in place, has "n 1"  [shape-broadcast]
    # N: x: Float[Tensor, "n 1"], declared at line 8
    # N: y: Float[Tensor, "n d"], declared at line 8
    # N: fails for d=2
    return x


def of_the_wrong_size(x: Float[Tensor, "n d"], b: Float[Tensor, "n"]) -> Float[Tensor, "n d"]:
    x.mul_(b)
    # E: mul_: sizes cannot be broadcast: d (axis -1 of x) and n (axis -1 of b)  [shape-broadcast]
    # N: x: Float[Tensor, "n d"], declared at line 17
    # N: b: Float[Tensor, "n"], declared at line 17
    # N: fails for d=2, n=3
    # N: "b[..., None]" would fit: its shape is "n 1"
    return x


def turned(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    x = x.clone()
    y = x
    y.t_()
    return x
    # E: Return value has shape "d n"; expected "n d": axis 0 is d, not n  [shape-mismatch]
    # N: x has shape "d n"
    # N: fails for d=2, n=3


def unsqueezed(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    x = x.clone()
    x.unsqueeze_(0)
    return x
    # E: Return value has 3 axes, "1 n d"; expected 2 axes, "n d"  [shape-rank]
    # N: x has shape "1 n d"


def rebinding_is_no_change(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    y = x
    y = y.T
    return x + y
    # E: +: sizes cannot be broadcast: d (axis -1 of x) and n (axis -1 of y)  [shape-broadcast]
    # N: x: Float[Tensor, "n d"], declared at line 45
    # N: y has shape "d n"
    # N: fails for d=2, n=3


RUNS = {
    "grows": lambda: grows(torch.randn(2, 1), torch.randn(2, 3)),
    "of_the_wrong_size": lambda: of_the_wrong_size(torch.randn(2, 3), torch.randn(2)),
    "turned": lambda: turned(torch.randn(2, 3)),
    "unsqueezed": lambda: unsqueezed(torch.randn(2, 3)),
    "rebinding_is_no_change": lambda: rebinding_is_no_change(torch.randn(2, 3)),
}
