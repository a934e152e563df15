"""Read the files of rules that a configuration names, and say what is wrong with them."""

from __future__ import annotations

import sys
from dataclasses import field
from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformable.core.ops import Rule
    from conformable_mypy.config import Configuration, Options
    from conformable_mypy.user_rules.findings import Found


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules of a project.

    Attributes:
        rules: Name of a function -> its rule.
        digest: Changes with every change of the files.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    digest: str = ""


def load(configuration: Configuration) -> Loaded:
    """Return the rules of a project; what is wrong is said on stderr, by one of mypy's processes."""
    options = configuration.defaults
    if not options.rules and not options.shape_stubs:
        return Loaded()
    from conformable_mypy.mypy_api import is_worker

    found = _found(options, configuration.folder)
    for said in found.problems if not is_worker() else ():
        print(said, file=sys.stderr)
    return Loaded(found.rules, found.digest)


def _found(options: Options, folder: Path) -> Found:
    # Only a project that has such files needs what reads them.
    from conformable_mypy.user_rules.declarations import read_declarations
    from conformable_mypy.user_rules.findings import Found
    from conformable_mypy.user_rules.stubs import read_stubs

    found = Found()
    for name in sorted(options.rules):
        read_declarations(folder / name, found)
    for name in sorted(options.shape_stubs):
        read_stubs(folder / name, found)
    return found
