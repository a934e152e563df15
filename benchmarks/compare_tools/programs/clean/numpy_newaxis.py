"""Pairs of points with NumPy."""

import numpy as np
from jaxtyping import Float


def distances(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    difference = x[:, np.newaxis] - y[np.newaxis]
    return np.sqrt((difference**2).sum(axis=-1))
