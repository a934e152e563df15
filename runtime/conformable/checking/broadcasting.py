"""Broadcasting of runs of concrete sizes, as `numpy.broadcast_shapes` does it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest


def broadcast_sizes(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """Return the sizes that two runs of axes are stretched to, aligned from the right.

    Raises:
        ValueError: if two sizes differ and neither is 1.

    >>> broadcast_sizes([2, 1], [3])
    [2, 3]
    """
    result = []
    for a, b in zip_longest(reversed(left), reversed(right), fillvalue=1):
        if a != b and 1 not in (a, b):
            raise ValueError
        result.append(b if a == 1 else a)
    result.reverse()
    return result
