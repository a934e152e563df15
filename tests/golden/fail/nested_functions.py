"""Mistakes in functions inside functions, and in functions as values."""

from collections.abc import Callable
from functools import partial

import torch
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    return x @ w


def a_closure(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Tensor:
    def project(y: Tensor) -> Tensor:
        return y @ w

    return project(x)
    # E: matmul: inner sizes differ: d (axis -1 of y) and k (axis -2 of w)  [shape-matmul]
    # N: The operation that fails is in the called function, at line 17
    # N: y: Float[Tensor, "n d"], declared at line 15
    # N: w: Float[Tensor, "k d"], declared at line 15
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_closure_without_parameters(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> None:
    def show() -> None:
        print((x @ w).shape)

    show()
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: The operation that fails is in the called function, at line 30
    # N: x: Float[Tensor, "n d"], declared at line 28
    # N: w: Float[Tensor, "k d"], declared at line 28
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def a_lambda(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "k n"]:
    project: Callable[[Tensor], Tensor] = lambda y: y @ w  # noqa: E731
    return project(x)
    # E: Return value has shape "n k"; expected "k n": axis 0 is n, not k  [shape-mismatch]
    # N: project(x) has shape "n k"
    # N: fails for n=2, k=3


def reassigned_before_the_call(x: Float[Tensor, "n d"], w: Float[Tensor, "k"]) -> Float[Tensor, "n d"]:
    def scaled() -> Tensor:
        return x * 2

    x = w
    return scaled()
    # E: Return value has 1 axis, "k"; expected 2 axes, "n d"  [shape-rank]
    # N: scaled() has shape "k"


def with_first_arguments(x: Float[Tensor, "a b"], w: Float[Tensor, "c b"]) -> Float[Tensor, "a c"]:
    apply = partial(linear, w=w)
    return apply(x)
    # E: Argument "w" to "linear" has shape "c b"; expected "d k": axis 0 is c, not d=b (bound by argument "x")  [shape-mismatch]
    # N: fails for c=2, b=3


def with_all_but_the_last(x: Float[Tensor, "a b"], w: Float[Tensor, "b c"]) -> Float[Tensor, "c a"]:
    return partial(linear, x)(w)
    # E: Return value has shape "a c"; expected "c a": axis 0 is a, not c  [shape-mismatch]
    # N: partial(linear, x)(w) has shape "a c"
    # N: fails for a=2, c=3


def an_argument(
    f: Callable[[Float[Tensor, "n d"]], Float[Tensor, "n"]], x: Float[Tensor, "a b"]
) -> Float[Tensor, "a b"]:
    return f(x)
    # E: Return value has 1 axis, "a"; expected 2 axes, "a b"  [shape-rank]
    # N: f(x) has shape "a"


def a_helper_that_turns(x: Float[Tensor, "n d"], y: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    def turned(a: Tensor) -> Tensor:
        return a.T

    return turned(x) + y
    # E: +: sizes cannot be broadcast: n (axis -1 of turned(x)) and d (axis -1 of y)  [shape-broadcast]
    # N: turned(x) has shape "d n"
    # N: y: Float[Tensor, "n d"], declared at line 81
    # N: fails for n=2, d=3


RUNS = {
    "a_closure": lambda: a_closure(torch.randn(2, 3), torch.randn(4, 3)),
    "a_closure_without_parameters": lambda: a_closure_without_parameters(
        torch.randn(2, 3), torch.randn(4, 3)
    ),
    "a_lambda": lambda: a_lambda(torch.randn(2, 3), torch.randn(3, 4)),
    "reassigned_before_the_call": lambda: reassigned_before_the_call(torch.randn(2, 3), torch.randn(5)),
    "with_first_arguments": lambda: with_first_arguments(torch.randn(2, 3), torch.randn(4, 3)),
    "with_all_but_the_last": lambda: with_all_but_the_last(torch.randn(2, 3), torch.randn(3, 4)),
    "an_argument": lambda: an_argument(lambda y: y.sum(1), torch.randn(2, 3)),
    "a_helper_that_turns": lambda: a_helper_that_turns(torch.randn(2, 3), torch.randn(2, 3)),
}
