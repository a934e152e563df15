"""The rows of a count: one for each expression that costs something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformable.commands.costing.measures import Cost, greater, summed

if TYPE_CHECKING:
    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Row:
    """What one expression costs, each time it is evaluated together.

    Attributes:
        line: Where it stands.
        source: How it is written.
        times: How often it is evaluated.
        cost: What that costs.
        family: How it was counted.
    """

    line: int
    source: str
    times: Size
    cost: Cost
    family: str


@dataclass(frozen=True, slots=True)
class Branches:
    """Two ways, of which one is taken; the greater cost counts."""

    first: list[Row | Branches]
    second: list[Row | Branches]


Rows = list[Row | Branches]


def total_of(rows: Iterable[Row | Branches]) -> Cost:
    """Return what rows cost together, at most."""
    return summed(
        row.cost if isinstance(row, Row) else greater(total_of(row.first), total_of(row.second))
        for row in rows
    )


def flat(rows: Iterable[Row | Branches]) -> Iterable[Row]:
    """Yield the rows of all branches."""
    for row in rows:
        if isinstance(row, Row):
            yield row
        else:
            yield from flat((*row.first, *row.second))
