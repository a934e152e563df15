"""Lines of a text that has been checked, found again in the text as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile


def carried_lines(checked: str, now: str) -> Mapping[int, int]:
    r"""Return line now -> line then, for those above the first change and below the last one.

    Lines are counted from 1.

    >>> dict(carried_lines("a\nb\nc", "a\nb2\nb3\nc"))
    {1: 1, 4: 3}
    """
    before, after = checked.splitlines(), now.splitlines()
    above = _equal(before, after)
    below = min(_equal(before[::-1], after[::-1]), min(len(before), len(after)) - above)
    found = {line: line for line in range(1, above + 1)}
    for line in range(len(after) - below + 1, len(after) + 1):
        found[line] = line - len(after) + len(before)
    return found


def _equal(left: list[str], right: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
