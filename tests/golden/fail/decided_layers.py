"""Layers that a constructor makes or not, which is decided by something else than the sizes that differ."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class AskedFor(nn.Module):
    def __init__(self, dim_in: int, dim_out: int, skip: bool) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        self.skip = nn.Linear(dim_in, dim_out) if skip else None

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if self.skip is None:
            return self.lin(x) + x
            # E: +: sizes cannot be broadcast: dim_out (axis -1 of self.lin(x)) and dim_in (axis -1 of x)  [shape-broadcast]
            # N: self.lin(x) has shape "b dim_out"
            # N: x: Float[Tensor, "b dim_in"], declared at line 14
            # N: fails for dim_out=2, dim_in=3
        return self.lin(x) + self.skip(x)


class AlwaysThere(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.skip = nn.Linear(dim_in, dim_out)

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if hasattr(self, "skip"):
            return self.skip(x) + x
            # E: +: sizes cannot be broadcast: dim_out (axis -1 of self.skip(x)) and dim_in (axis -1 of x)  [shape-broadcast]
            # N: self.skip(x) has shape "b dim_out"
            # N: x: Float[Tensor, "b dim_in"], declared at line 29
            # N: fails for dim_out=2, dim_in=3
        return x


def a_number_of_tensors(xs: list[Float[Tensor, "n d"]], w: Float[Tensor, "k d"]) -> Tensor:
    wide = [x for x in xs if x.shape[0] > 2]
    return wide[0] @ w
    # E: matmul: inner sizes differ: d (axis -1 of wide[0]) and k (axis -2 of w)  [shape-matmul]
    # N: wide[0]: Float[Tensor, "n d"], declared at line 39
    # N: w: Float[Tensor, "k d"], declared at line 39
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "AskedFor.forward": lambda: AskedFor(3, 4, False)(torch.randn(2, 3)),
    "AlwaysThere.forward": lambda: AlwaysThere(3, 4)(torch.randn(2, 3)),
    "a_number_of_tensors": lambda: a_number_of_tensors([torch.randn(4, 3)], torch.randn(5, 3)),
}
