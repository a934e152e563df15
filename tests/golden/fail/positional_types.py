"""Element types that are given by position, and are not the declared ones."""

import numpy as np
from jaxtyping import Float


def pixels(height: int, width: int) -> Float[np.ndarray, "{height} {width} 3"]:
    return np.zeros((height, width, 3), np.uint8)
    # E: Return value has element type UInt8; expected Float  [shape-dtype]
    # N: np.zeros((height, width, 3), np.uint8) has shape "height width 3"


RUNS = {"pixels": lambda: pixels(2, 3)}
