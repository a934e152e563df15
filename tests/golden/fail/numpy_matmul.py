"""Matrix products in NumPy that do not fit."""

import numpy as np
from jaxtyping import Float


def product(a: Float[np.ndarray, "3 2"], b: Float[np.ndarray, "3 2"]) -> Float[np.ndarray, "3 2"]:
    return a @ b
    # E: matmul: inner sizes differ: 2 (axis -1 of a) and 3 (axis -2 of b)  [shape-matmul]
    # N: a: Float[ndarray, "3 2"], declared at line 7
    # N: b: Float[ndarray, "3 2"], declared at line 7


def not_transposed(a: Float[np.ndarray, "4 3"]) -> Float[np.ndarray, "3 4"]:
    return a
    # E: Return value has shape "4 3"; expected "3 4": axis 0 is 4, not 3  [shape-mismatch]
    # N: a: Float[ndarray, "4 3"], declared at line 14


def layer(
    X: Float[np.ndarray, "8 3"], W: Float[np.ndarray, "4 3"], b: Float[np.ndarray, "4"]
) -> Float[np.ndarray, "8 4"]:
    return X @ W + b
    # E: matmul: inner sizes differ: 3 (axis -1 of X) and 4 (axis -2 of W)  [shape-matmul]
    # N: X: Float[ndarray, "8 3"], declared at line 21
    # N: W: Float[ndarray, "4 3"], declared at line 21
    # N: "W.T" would fit: its shape is "3 4"


def from_nothing() -> Float[np.ndarray, "8 4"]:
    X = np.random.randn(8, 3)
    W = np.random.randn(4, 3)
    return np.matmul(X, W.T) + np.zeros(3)
    # E: +: sizes cannot be broadcast: 4 (axis -1 of np.matmul(X, W.T)) and 3 (axis -1 of np.zeros(3))  [shape-broadcast]
    # N: np.matmul(X, W.T) has shape "8 4"
    # N: np.zeros(3) has shape "3"


def square(a: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "m m"]:
    return np.dot(a, a)
    # E: dot: inner sizes differ: m (axis -1 of a) and n (axis -2 of a)  [shape-matmul]
    # N: a: Float[ndarray, "n m"], declared at line 39
    # N: fails for m=2, n=3


def distances(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    difference = x - y[np.newaxis]
    # E: -: sizes cannot be broadcast: n (axis -2 of x) and m (axis -2 of y[np.newaxis])  [shape-broadcast]
    # N: x: Float[ndarray, "n d"], declared at line 46
    # N: y[np.newaxis] has shape "1 m d"
    # N: fails for n=2, m=3
    return np.sqrt((difference**2).sum(axis=-1))


RUNS = {
    "product": lambda: product(np.ones((3, 2)), np.ones((3, 2))),
    "not_transposed": lambda: not_transposed(np.ones((4, 3))),
    "layer": lambda: layer(np.ones((8, 3)), np.ones((4, 3)), np.ones(4)),
    "from_nothing": from_nothing,
    "square": lambda: square(np.ones((5, 2))),
    "distances": lambda: distances(np.ones((5, 2)), np.ones((3, 2))),
}
