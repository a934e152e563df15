"""How many functions with shape annotations are proven: what the plugin has kept of the modules of a run."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

#: What the plugin reads: see `conformable_mypy.counting`.
COUNT = "CONFORMABLE_COUNT"


@dataclass(frozen=True, slots=True)
class Counts:
    """Functions with a shape annotation in their signature.

    Attributes:
        proven: Every shape in them is known, and fits.
        unknown: Something in them is not known.
        errors: A shape in them is certainly wrong.
    """

    proven: int = 0
    unknown: int = 0
    errors: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.proven + self.unknown + self.errors

    @property
    def percent(self) -> float:
        """How many of a hundred are proven; 100 if there are none."""
        return 100 * self.proven / self.total if self.total else 100.0


def read_counts(listing: Path) -> Counts:
    """Add up what the plugin has kept.

    Args:
        listing: The file in which it has listed the modules of a run, by the files that hold their counts.
    """
    found = Counter[str]()
    if not listing.exists():
        return Counts()
    for name in set(listing.read_text(encoding="utf-8").splitlines()):
        _, *lines = Path(name).read_text(encoding="utf-8").splitlines()
        records = map(json.loads, lines)
        found.update({record["function"]: record["status"] for record in records}.values())
    return Counts(found["proven"], found["unknown"], found["error"])
