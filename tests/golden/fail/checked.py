"""What mypy reports before the run, the decorator raises during it."""

import torch
from jaxtyping import Float
from torch import Tensor

from conformable import checked


@checked
def product(x: Float[Tensor, "n k"], w: Float[Tensor, "m k"]) -> Float[Tensor, "n m"]:
    return x @ w
    # E: matmul: inner sizes differ: k (axis -1 of x) and m (axis -2 of w)  [shape-matmul]
    # N: fails for k=2, m=3


class Scale:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    @checked
    def apply(self, x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
        return (x * self.factor).T
        # E: return: axis 0 is m, declared as n  [shape-mismatch]
        # N: fails for m=2, n=3


@checked
def transposed(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    return x.T


@checked
def result_of_a_call(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return transposed(x)
    # E: return: axis 0 is m, declared as n  [shape-mismatch]
    # N: fails for m=2, n=3


RUNS = {
    "product": lambda: product(torch.randn(2, 3), torch.randn(4, 3)),
    "Scale.apply": lambda: Scale(2.0).apply(torch.randn(2, 3)),
    "result_of_a_call": lambda: result_of_a_call(torch.randn(2, 3)),
}
