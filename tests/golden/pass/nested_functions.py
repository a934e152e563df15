"""Functions inside functions: what they see, what they change, and functions as values."""

from collections.abc import Callable
from functools import lru_cache, partial, reduce, wraps

import torch
from jaxtyping import Float
from torch import Tensor, nn


def linear(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    return x @ w


def a_closure(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    def project(y: Tensor) -> Tensor:
        return y @ w

    return project(x)


def an_annotated_closure(x: Float[Tensor, "n d"], y: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    def step(h: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
        return h + x

    return step(y)


def a_lambda(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    project: Callable[[Tensor], Tensor] = lambda y: y @ w  # noqa: E731
    return project(x)


def a_changed_variable(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    def turn() -> None:
        nonlocal x
        x = x.T

    turn()
    return x


def a_changed_variable_somewhere(
    x: Float[Tensor, "n d"], run: Callable[[Callable[[], None]], None]
) -> Tensor:
    def turn() -> None:
        nonlocal x
        x = x.sum(0)

    run(turn)
    (d,) = x.shape
    return torch.zeros(d) + x


def filled_by_a_hook(x: Float[Tensor, "n d"], model: nn.Module) -> Float[Tensor, "_ n d"]:
    seen: list[Tensor] = []

    def hook(module: nn.Module, inputs: object, output: Tensor) -> None:
        seen.append(output)

    handle = model.register_forward_hook(hook)
    model(x)
    handle.remove()
    return torch.stack(seen)


def reassigned_before_the_call(x: Float[Tensor, "n d"], w: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    def scaled() -> Tensor:
        return x * 2

    x = w
    return scaled()


def with_first_arguments(x: Float[Tensor, "a b"], w: Float[Tensor, "b c"]) -> Float[Tensor, "a c"]:
    apply = partial(linear, w=w)
    return apply(x)


def with_all_but_the_last(x: Float[Tensor, "a b"], w: Float[Tensor, "b c"]) -> Float[Tensor, "a c"]:
    return partial(linear, x)(w)


def defaults_of_the_loop(x: Float[Tensor, "3 d"]) -> Float[Tensor, "d"]:
    rows = [lambda i=i: x[i] for i in range(3)]
    last: Float[Tensor, "d"] = rows[0]()
    return last


def an_argument(
    f: Callable[[Float[Tensor, "n d"]], Float[Tensor, "n"]], x: Float[Tensor, "a b"]
) -> Float[Tensor, "a"]:
    return f(x)


def folded(ws: list[Float[Tensor, "d d"]], x: Float[Tensor, "n d"]) -> Tensor:
    return reduce(lambda h, w: h @ w, ws, x)


@lru_cache
def table(n: int) -> Float[Tensor, "n 2"]:
    return torch.zeros(n, 2)


def of_a_cached_function(x: Float[Tensor, "m 2"]) -> Float[Tensor, "m 2"]:
    return x + table(x.shape[0])


def timed(f: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    @wraps(f)
    def inner(x: Tensor) -> Tensor:
        return f(x)

    return inner


@timed
def summed(x: Tensor) -> Tensor:
    return x.sum(0)


def of_a_wrapped_function(x: Float[Tensor, "n d"], b: Float[Tensor, "d"]) -> Float[Tensor, "d"]:
    return summed(x) + b


def flexible(x: Tensor) -> Tensor:
    return x if x.shape[0] > 2 else x.T


def called_twice(
    x: Float[Tensor, "n m"], y: Float[Tensor, "k l"], a: Float[Tensor, "m"], b: Float[Tensor, "k"]
) -> Float[Tensor, ""]:
    return (flexible(x) @ a).sum() + (flexible(y) @ b).sum()


def recursive(x: Float[Tensor, "n d"], depth: int) -> Float[Tensor, "n d"]:
    return x if depth == 0 else recursive(torch.tanh(x), depth - 1)


def run() -> None:
    x, w = torch.randn(2, 3), torch.randn(3, 4)
    assert a_closure(x, w).shape == (2, 4)
    assert an_annotated_closure(x, x).shape == (2, 3)
    assert a_lambda(x, w).shape == (2, 4)
    assert a_changed_variable(x).shape == (3, 2)
    assert a_changed_variable_somewhere(x, lambda turn: turn()).shape == (3,)
    assert filled_by_a_hook(x, nn.Identity()).shape == (1, 2, 3)
    assert reassigned_before_the_call(x, torch.randn(5)).shape == (5,)
    assert with_first_arguments(x, w).shape == (2, 4)
    assert with_all_but_the_last(x, w).shape == (2, 4)
    assert defaults_of_the_loop(torch.randn(3, 4)).shape == (4,)
    assert an_argument(lambda y: y.sum(1), x).shape == (2,)
    assert folded([torch.eye(3)], x).shape == (2, 3)
    assert of_a_cached_function(torch.randn(4, 2)).shape == (4, 2)
    assert of_a_wrapped_function(x, torch.randn(3)).shape == (3,)
    assert called_twice(torch.randn(3, 2), torch.randn(2, 4), torch.randn(2), torch.randn(2)).shape == ()
    assert recursive(x, 3).shape == (2, 3)
