"""`match`, `try`, `with`, `while`: what is left where paths meet."""

import contextlib
from types import TracebackType

import torch
from jaxtyping import Float
from torch import Tensor


def by_rank(x: Tensor, w: Float[Tensor, "d k"]) -> Tensor:
    match x.shape:
        case (_,):
            return x @ w
        case (n, d):
            return x.reshape(1, n, d) @ w
        case _:
            return x


def by_name(x: Float[Tensor, "n d"], kind: str) -> Float[Tensor, "n d"]:
    match kind:
        case "relu" | "none":
            y = x.relu()
        case "center":
            y = x - x.mean(dim=0)
        case _:
            raise ValueError(kind)
    return y


def by_class(x: Float[Tensor, "n d"] | float | None, w: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    match x:
        case None:
            return w
        case float():
            return w * x
        case Tensor() as y:
            return w + y


def names_bound_by_a_pattern(pair: tuple[Float[Tensor, "n d"], Float[Tensor, "d k"]]) -> Float[Tensor, "n k"]:
    match pair:
        case (x, w):
            return x @ w


def guarded_by_a_case(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Float[Tensor, "a d"]:
    match x.shape[1]:
        case n if n != y.shape[0]:
            raise ValueError(n)
    return x @ y


def guarded_before_the_cases(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"], mode: str) -> Tensor:
    match mode:
        case _ if x.shape[1] != y.shape[0]:
            raise ValueError(mode)
        case "double":
            return (x @ y) * 2
    return x @ y


def returned_where_it_does_not_fit(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    match x:
        case Tensor() if x.size(1) != y.size(0):
            return x
    return x @ y


def behind_a_guard_that_cannot_be_read(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    match len({x.shape[1], y.shape[0]}):
        case n if n > 1:
            raise ValueError(n)
    return x @ y


def a_fallback(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Tensor:
    try:
        return x @ w
    except RuntimeError:
        return x @ w.T


def changed_before_it_fails(x: Float[Tensor, "n d"], w: Float[Tensor, "n d"]) -> Tensor:
    try:
        x = x.T
        x = x @ x
    except RuntimeError:
        return x @ w if x.shape[1] == w.shape[0] else x
    return x


def with_finally(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    try:
        y = x * 2
    finally:
        x = x.T
    return x + y.T


def continued_with_finally(x: Float[Tensor, "n d"], steps: int) -> Tensor:
    for step in range(steps):
        try:
            if step > 0:
                continue
        finally:
            x = x.sum(0)[:, None]
    a, b = x.shape
    return x @ torch.zeros(b, a)


def imported_or_not(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    try:
        import not_installed_anywhere as fused  # type: ignore[import-not-found]
    except ImportError:
        fused = None
    if fused is not None:
        return fused.scale(x)
    return x * 2


def inside_a_context(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    with torch.no_grad(), contextlib.nullcontext(1.0) as start:
        y = x @ w + start
    return y


class Ignoring:
    def __enter__(self) -> None: ...

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        return True


def inside_one_that_swallows(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Tensor:
    with Ignoring():
        x = x @ w
    return x


def until_small(x: Float[Tensor, "n d"]) -> Float[Tensor, "_ d"]:
    while x.shape[0] > 4:
        x = x[::2]
    return x


def forever(x: Float[Tensor, "n n"]) -> Float[Tensor, "n n"]:
    steps = 0
    while True:
        x = x @ x
        steps += 1
        if steps > 3:
            break
    return x


def turned_in_a_chain(x: Float[Tensor, "n d"], steps: int) -> Tensor:
    a, b, c, d, e, f, g, h = x, x, x, x, x, x, x, x
    for _ in range(steps):
        a, b, c, d, e, f, g, h = b, c, d, e, f, g, h, h.sum(0)
    return a.reshape(-1)


def of_a_variable_size(x: Float[Tensor, "n d"], widths: list[int]) -> Tensor:
    for width in widths:
        x = x @ torch.zeros(x.shape[1], width)
    return x


def assigned_in_the_loop(xs: list[Float[Tensor, "n d"]], w: Float[Tensor, "d"]) -> Float[Tensor, "n"]:
    for x in xs:
        y = x @ w
    return y


def nested_loops(x: Float[Tensor, "n n"], steps: int) -> Float[Tensor, "n n"]:
    for i in range(steps):
        for j in range(i):
            for _ in range(j):
                x = x @ x.T
    return x


def searched(xs: list[Float[Tensor, "n d"]]) -> Float[Tensor, "n d"]:
    for x in xs:
        if x.sum() > 0:
            found = x
            break
    else:
        found = torch.zeros_like(xs[0])
    return found


def run() -> None:
    x, w = torch.randn(2, 3), torch.randn(3, 4)
    assert by_rank(x, w).shape == (1, 2, 4)
    assert by_rank(torch.randn(3), w).shape == (4,)
    assert by_name(x, "center").shape == (2, 3)
    assert by_class(x, x).shape == by_class(None, x).shape == by_class(2.0, x).shape == (2, 3)
    assert names_bound_by_a_pattern((x, w)).shape == (2, 4)
    assert guarded_by_a_case(x, w).shape == guarded_before_the_cases(x, w, "once").shape == (2, 4)
    assert returned_where_it_does_not_fit(x, x).shape == (2, 3)
    assert behind_a_guard_that_cannot_be_read(x, w).shape == (2, 4)
    assert a_fallback(x, torch.randn(5, 3)).shape == (2, 5)
    assert changed_before_it_fails(x, x).shape == (3, 3)
    assert with_finally(x).shape == (3, 2)
    assert continued_with_finally(x, 2).shape == (1, 1)
    assert imported_or_not(x).shape == (2, 3)
    assert inside_a_context(x, w).shape == (2, 4)
    assert inside_one_that_swallows(x, torch.randn(5, 3)).shape == (2, 3)
    assert until_small(torch.randn(9, 3)).shape == (3, 3)
    assert forever(torch.eye(3)).shape == (3, 3)
    assert turned_in_a_chain(torch.randn(3, 4), 8).shape == (4,)
    assert of_a_variable_size(x, [4, 5]).shape == (2, 5)
    assert assigned_in_the_loop([x], torch.randn(3)).shape == (2,)
    assert nested_loops(torch.eye(2), 4).shape == (2, 2)
    assert searched([x]).shape == (2, 3)
