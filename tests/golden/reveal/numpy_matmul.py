"""Shapes of NumPy's arrays."""

from typing import reveal_type

import numpy as np
from jaxtyping import Float


def layer(
    X: Float[np.ndarray, "batch n_in"], W: Float[np.ndarray, "n_out n_in"]
) -> Float[np.ndarray, "batch n_out"]:
    reveal_type(W.T)
    # N: Revealed shape is "Float[ndarray, 'n_in n_out']"
    # N: Revealed type is "numpy.ndarray[tuple[Any, ...], numpy.dtype[Any]]"
    reveal_type(X @ W.T)
    # N: Revealed shape is "Float[ndarray, 'batch n_out']"
    # N: Revealed type is "Any"
    reveal_type(np.zeros((3, 2)) @ np.ones((2, 2)))
    # N: Revealed shape is "Float[ndarray, '3 2']"
    # N: Revealed type is "numpy.ndarray[tuple[Any, ...], numpy.dtype[numpy.float64]]"
    return X @ W.T


RUNS = {"layer": lambda: layer(np.ones((8, 3)), np.ones((4, 3)))}
