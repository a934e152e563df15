"""How fast this machine is right now, so that no test depends on it."""

from __future__ import annotations

import time
from functools import cache

_TIMES = 5
_ADDITIONS = 100_000


@cache
def second() -> float:
    """Return about what takes a second on the machine where the limits were chosen, in processor seconds."""
    return min(_spent() for _ in range(_TIMES)) * 400


def _spent() -> float:
    start = time.process_time()
    total = 0
    for number in range(_ADDITIONS):
        total += number & 3
    assert total > 0
    return time.process_time() - start
