"""How often two sizes that always agree are not found to be the same: below 2 % on the fixed distribution.

`python tests/core/test_distribution.py` prints the figures of docs/measurements.md.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from conformable.core.comparison import compare
from conformable.core.facts import Facts
from core.distribution import DRAWS, Pair, agreeing_pairs
from core.reading import size

MOST_UNKNOWN = 0.02


@dataclass
class Count:
    """What became of the pairs."""

    verdicts: Counter[str] = field(default_factory=Counter)
    scenarios: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: list[Pair] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def count(draws: int) -> Count:
    result = Count()
    for pair in agreeing_pairs(draws=draws):
        facts = Facts()
        for left, right in pair.scenario.facts:
            facts = facts.equate(size(left), size(right))
        sizes = size(pair.left), size(pair.right)
        start = time.perf_counter()
        verdict = compare(*sizes, facts).verdict.value
        result.seconds.append(time.perf_counter() - start)
        result.verdicts[verdict] += 1
        result.scenarios[pair.scenario.title, verdict] += 1
        if verdict == "unknown":
            result.unknown.append(pair)
    return result


@pytest.mark.parametrize("draws", [600, pytest.param(DRAWS, marks=pytest.mark.long)])
def test_sizes_that_always_agree_are_found_to_be_the_same(draws: int) -> None:
    verdicts = count(draws).verdicts
    assert verdicts["different"] == 0
    assert verdicts["same"] > draws // 4
    assert verdicts["unknown"] < MOST_UNKNOWN * verdicts.total()


def main() -> None:
    """Print the figures."""
    result = count(DRAWS)
    total = result.verdicts.total()
    print(
        f"{total} pairs: " + ", ".join(f"{number} {verdict}" for verdict, number in result.verdicts.items())
    )
    print(f"unknown: {100 * result.verdicts['unknown'] / total:.2f} %")
    for scenario in dict.fromkeys(title for title, _ in result.scenarios):
        same, unknown = (result.scenarios[scenario, verdict] for verdict in ("same", "unknown"))
        print(f"  {scenario}: {same} same, {unknown} unknown")
    ordered = sorted(result.seconds)
    for part in (0.5, 0.9, 0.99, 1.0):
        print(f"comparison, {part:4.0%} quantile: {1e6 * ordered[min(total - 1, int(part * total))]:.0f} us")


if __name__ == "__main__":
    main()
