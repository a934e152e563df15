"""What the interpretation of a body has found, and whether the way there is certain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.nodes import Context

    from conformable_mypy.reports import Report

Key = tuple["Context", str]


@dataclass(slots=True)
class Findings:
    """Reports, one for each place and code.

    A pass over a loop's body that is not the last one knows only the first iterations. What it finds on the
    way that every iteration takes is so; behind a condition it may not be: `if i > 0` is not reached with
    what holds for the first.

    Attributes:
        reports: By place and code, or message where there is no code.
        branches: How many undecided conditions, and loops that may not run, lead to the current place.
        conditions: How many of them are no loops.
    """

    reports: dict[Key, Report] = field(default_factory=dict)
    branches: int = 0
    conditions: int = 0
    _depths: dict[Key, int] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Keep a report, unless there is one for its place and code."""
        key = (report.node, report.code or report.message)
        if key not in self.reports:
            self.reports[key] = report
            self._depths[key] = self.branches

    def branch(self, *, undecided: bool = True, loop: bool = False) -> Branch:
        """Go one of several ways; on leaving, all of them have met again.

        Args:
            undecided: Whether it is open which way is taken.
            loop: Whether it is a loop, which may not run at all.
        """
        return Branch(self, undecided, undecided and not loop)

    def stay_undecided(self) -> None:
        """Take note that one of several ways has ended: up to the end of the branch, the rest is open."""
        self.branches += 1
        self.conditions += 1

    def keep_certain(self, known: frozenset[Key]) -> None:
        """Drop what has been found behind undecided conditions, since other findings were known."""
        for key in self.reports.keys() - known:
            if self._depths[key] > self.branches:
                del self.reports[key], self._depths[key]


class Branch:
    """One of several ways, while it is gone; entered for every condition, so without a generator."""

    __slots__ = ("_by_condition", "_findings", "_outside", "_undecided")

    def __init__(self, findings: Findings, undecided: bool, by_condition: bool) -> None:  # noqa: FBT001
        self._findings = findings
        self._undecided, self._by_condition = undecided, by_condition
        self._outside = findings.branches, findings.conditions

    def __enter__(self) -> None:
        findings = self._findings
        self._outside = findings.branches, findings.conditions
        findings.branches += self._undecided
        findings.conditions += self._by_condition

    def __exit__(self, *_: object) -> None:
        self._findings.branches, self._findings.conditions = self._outside
