"""Element types that are given by position, as NumPy takes them."""

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8


def pixels(height: int, width: int) -> UInt8[np.ndarray, "{height} {width} 3"]:
    return np.zeros((height, width, 3), np.uint8)


def counts(n: int) -> Int[np.ndarray, "{n}"]:
    return np.ones(n, int)


def by_name(n: int) -> UInt8[np.ndarray, "{n}"]:
    return np.zeros(n, "uint8")


def by_a_variable(n: int, dtype: type[np.uint8]) -> UInt8[np.ndarray, "{n}"]:
    return np.empty(n, dtype)


def like(x: Float[np.ndarray, "n"]) -> Bool[np.ndarray, "n"]:
    return np.zeros_like(x, bool)


def run() -> None:
    assert pixels(2, 3).shape == (2, 3, 3)
    assert counts(2).shape == (2,)
    assert by_name(2).shape == (2,)
    assert by_a_variable(2, np.uint8).shape == (2,)
    assert like(np.ones(2)).shape == (2,)
