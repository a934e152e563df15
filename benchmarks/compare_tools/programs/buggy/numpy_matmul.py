"""A product of NumPy arrays."""

import numpy as np
from jaxtyping import Float


def linear(
    x: Float[np.ndarray, "batch n_in"], w: Float[np.ndarray, "n_out n_in"]
) -> Float[np.ndarray, "batch n_out"]:
    return x @ w
