"""The plugin with an interpreter that fails on every function called `broken`."""

from __future__ import annotations

import sys
from types import ModuleType

from conformable_mypy import plugin
from conformable_mypy.body_exit import Body
from conformable_mypy.reports import Report

__all__ = ["plugin"]


def interpret(body: Body, *_: object) -> list[Report]:
    name = body.function.name if body.function else ""
    return [Report(body.tree, None, "", (), "note")] * (1 // (name != "broken") - 1)


stand_in = ModuleType("conformable_mypy.interpreter")
setattr(stand_in, "interpret", interpret)  # noqa: B010  -- a module has no such attribute to mypy
sys.modules[stand_in.__name__] = stand_in
