"""Conditions on sizes that an exception, a nested function, a generator or an index has decided."""

from collections.abc import Iterator

import torch
from jaxtyping import Float
from torch import Tensor


def as_a_caught_assertion(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    try:
        assert x.shape[1] == y.shape[0]
        fits = True
    except AssertionError:
        fits = False
    return x @ y if fits else x


def behind_a_caught_error(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    try:
        torch.zeros(x.shape[1]) + torch.zeros(y.shape[0])
    except RuntimeError:
        return x
    return x @ y


def as_the_next_difference(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    wrong = next((i for i, (p, q) in enumerate(zip(x.shape[1:], y.shape, strict=False)) if p != q), None)
    if wrong is None:
        return x @ y
    return x


def as_the_first_difference(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    def first() -> int | None:
        for index, (p, q) in enumerate(zip(x.shape[1:], y.shape, strict=False)):
            if p != q:
                return index
        return None

    return x @ y if first() is None else x


def in_filtered_tensors(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    fitting = [z for z in (y, y.T) if z.shape[0] == x.shape[1]]
    return x @ fitting[0]


def in_a_list_of_a_nested_function(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    problems: list[str] = []

    def check(name: str, fits: bool) -> None:
        if not fits:
            problems.append(name)

    check("inner", x.shape[1] == y.shape[0])
    return x if problems else x @ y


def as_a_nonlocal(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    fits = True

    def check() -> None:
        nonlocal fits
        fits = x.shape[1] == y.shape[0]

    check()
    return x @ y if fits else x


def yielded(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    def problems() -> Iterator[str]:
        if x.shape[1] != y.shape[0]:
            yield "inner"

    return x if list(problems()) else x @ y


def as_a_chosen_item(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    kind = ["skip", "multiply"][x.shape[1] == y.shape[0]]
    return x @ y if kind == "multiply" else x


def as_a_chosen_entry(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    kind = {True: "multiply", False: "skip"}[x.shape[1] == y.shape[0]]
    return x @ y if kind == "multiply" else x


CHECKS = (
    as_a_caught_assertion,
    behind_a_caught_error,
    as_the_next_difference,
    as_the_first_difference,
    in_filtered_tensors,
    in_a_list_of_a_nested_function,
    as_a_nonlocal,
    yielded,
    as_a_chosen_item,
    as_a_chosen_entry,
)


def run() -> None:
    x, y = torch.randn(2, 3), torch.randn(3, 3)
    for check in CHECKS:
        assert check(x, y).shape == (2, 3)
