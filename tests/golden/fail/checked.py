"""What mypy reports before the run, the decorator raises during it."""

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def product(x: Float[Tensor, "n k"], w: Float[Tensor, "m k"]) -> Float[Tensor, "n m"]:
    return x @ w
    # E: matmul: inner sizes differ: k (axis -1 of x) and m (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "n k"], declared at line 11
    # N: w: Float[Tensor, "m k"], declared at line 11
    # N: fails for k=2, m=3
    # N: "w.T" would fit: its shape is "k m"


class Scale:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    @checked
    def apply(self, x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
        return (x * self.factor).T
        # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
        # N: (x * self.factor).T has shape "m n"
        # N: fails for m=2, n=3


@checked
def transposed(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    return x.T


@checked
def result_of_a_call(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return transposed(x)
    # E: Return value has shape "m n"; expected "n m": axis 0 is m, not n  [shape-mismatch]
    # N: transposed(x) has shape "m n"
    # N: fails for m=2, n=3


RUNS = {
    "product": lambda: product(torch.randn(2, 3), torch.randn(4, 3)),
    "Scale.apply": lambda: Scale(2.0).apply(torch.randn(2, 3)),
    "result_of_a_call": lambda: result_of_a_call(torch.randn(2, 3)),
}
