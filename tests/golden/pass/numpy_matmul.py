"""Matrix products in NumPy, with the sizes written out."""

import numpy as np
from jaxtyping import Float


def product(a: Float[np.ndarray, "3 2"], b: Float[np.ndarray, "2 2"]) -> Float[np.ndarray, "3 2"]:
    return a @ b


def transposed(a: Float[np.ndarray, "4 3"]) -> Float[np.ndarray, "3 4"]:
    return a.T


def layer(
    X: Float[np.ndarray, "8 3"], W: Float[np.ndarray, "4 3"], b: Float[np.ndarray, "4"]
) -> Float[np.ndarray, "8 4"]:
    return X @ W.T + b


def from_nothing() -> Float[np.ndarray, "8 4"]:
    X = np.random.randn(8, 3)
    W = np.random.randn(4, 3)
    return np.matmul(X, W.T) + np.zeros(4)


def square(a: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "m m"]:
    return np.dot(a.T, a)


def distances(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    difference = x[:, np.newaxis] - y[np.newaxis]
    return np.sqrt((difference**2).sum(axis=-1))


def run() -> None:
    assert product(np.ones((3, 2)), np.ones((2, 2))).shape == (3, 2)
    assert transposed(np.ones((4, 3))).shape == (3, 4)
    assert layer(np.ones((8, 3)), np.ones((4, 3)), np.ones(4)).shape == (8, 4)
    assert from_nothing().shape == (8, 4)
    assert square(np.ones((5, 2))).shape == (2, 2)
    assert distances(np.ones((5, 2)), np.ones((3, 2))).shape == (5, 3)
