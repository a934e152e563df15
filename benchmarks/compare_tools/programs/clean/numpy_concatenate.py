"""NumPy arrays joined."""

import numpy as np
from jaxtyping import Float


def joined(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n k"]) -> Float[np.ndarray, "n d+k"]:
    return np.concatenate([x, y], axis=1)
