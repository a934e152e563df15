"""A report is silenced like any other of mypy's: by its code or by no code at all."""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor


def by_its_code(x: Float[Tensor, "n m"]) -> Tensor:
    return x @ x  # type: ignore[shape-matmul]


def without_a_code(x: Float[Tensor, "n m"]) -> Tensor:
    return x @ x  # type: ignore  # noqa: PGH003


def of_a_declared_result(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x.T  # type: ignore[shape-mismatch]


def fails(function: Callable[[Tensor], Tensor]) -> bool:
    try:
        function(torch.randn(2, 3))
    except (RuntimeError, TypeError):
        return True
    return False


def run() -> None:
    assert fails(by_its_code)
    assert fails(without_a_code)
    # Raises where the function is checked.
    fails(of_a_declared_result)
