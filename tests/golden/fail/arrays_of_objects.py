"""One element of an array of numbers is no array, and a number has no inverse."""

import numpy as np
from jaxtyping import Float


def element(x: Float[np.ndarray, "n m"], row: Float[np.ndarray, "3"]) -> None:
    x[0, 0] = row
    # E: assignment: the value has shape "3", which does not broadcast to "" of x[0, 0]  [shape-broadcast]
    # N: x: Float[ndarray, "n m"], declared at line 7


def of_floats(n: int) -> None:
    x = np.zeros(n)
    x[0] = np.ones(3)
    # E: assignment: the value has shape "3", which does not broadcast to "" of x[0]  [shape-broadcast]
    # N: x has shape "n"


def declared(x: float) -> object:
    return np.linalg.inv(x)
    # E: inv: the operand has 0 axes, "", but needs at least 2 axes  [shape-rank]


class Filter:
    def __init__(self) -> None:
        self.gain = 0.0

    def raised(self, by: float) -> object:
        self.gain += by
        return np.linalg.inv(self.gain)
        # E: inv: the operand has 0 axes, "", but needs at least 2 axes  [shape-rank]


RUNS = {
    "element": lambda: element(np.ones((2, 3)), np.ones(3)),
    "of_floats": lambda: of_floats(2),
    "declared": lambda: declared(2.0),
    "Filter.raised": lambda: Filter().raised(2.0),
}
