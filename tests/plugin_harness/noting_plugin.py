"""The plugin, which notes each body that it interprets in the file that `NOTED_BODIES` names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from conformable_mypy import plugin
from conformable_mypy.body_exit import Body
from conformable_mypy.remembered import Remembered
from conformable_mypy.reports import Report

__all__ = ["plugin"]

_recall = Remembered.recall


def recall(remembered: Remembered, body: Body) -> Sequence[Report] | None:
    known = _recall(remembered, body)
    if known is None and "NOTED_BODIES" in os.environ:
        name = body.function.name if body.function is not None else body.tree.fullname
        with Path(os.environ["NOTED_BODIES"]).open("a", encoding="utf-8") as noted:
            noted.write(f"{name}\n")
    return known


setattr(Remembered, "recall", recall)  # noqa: B010  -- mypy forbids to assign to a method
