"""Arrays of objects, whose elements may be arrays, and numbers that have become arrays without mypy's knowledge."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float


def elements(n: int) -> None:
    by_name = np.zeros(n, dtype=object)
    by_name[0] = np.ones((4, 5))
    by_place = np.empty((n,), object)
    by_place[1] = np.ones(4)
    by_text = np.empty(n, "O")
    by_text[0] = np.zeros(4)
    converted = np.ones((n, n)).astype(object)
    converted[0, 0] = np.ones(7)
    of_none = np.full((n,), None)
    of_none[0] = np.zeros(3)


class Filter:
    def __init__(self) -> None:
        self.gain = 0.0
        self.rest = [0.0] * 2

    def update(self, gain: Any) -> None:
        self.gain = gain
        self.rest[0] = gain

    def inverse(self) -> object:
        return np.linalg.inv(self.gain), np.linalg.inv(self.rest[0])


def summed(parts: Sequence[Any]) -> Any:
    total = 0.0
    for part in parts:
        total += np.dot(part, part)

    def inverse() -> Any:
        return np.linalg.inv(total)

    return inverse()


def scaled(parts: Sequence[Any]) -> list[Any]:
    sums = [0] * 2
    for part in parts:
        sums[0] += part
        sums[1] -= part
    return [np.linalg.inv(one) for one in sums]


def chosen(x: Float[np.ndarray, "n m"], keep: bool) -> Float[np.ndarray, "n m"]:
    y = x * 2
    y[0, 0] = x[0, 0]
    return y if keep else x


def run() -> None:
    elements(3)
    filtered = Filter()
    filtered.update(np.eye(2))
    filtered.inverse()
    summed([np.eye(2)])
    scaled([np.eye(2)])
    assert chosen(np.ones((2, 3)), True).shape == (2, 3)
