"""`conformable mutate`: put small mistakes into programs, and count those that the static half finds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.mutating.judging import trials
from conformable.commands.observations.asking import add_mypy_options, mypy_options, python_files
from conformable.commands.observations.mypy_run import StaticHalfError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.commands.mutating.judging import Judged, Trial

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Try files, and return 1 if a file that is as it was written fails or is reported.

    Args:
        arguments: See `conformable mutate --help`.
    """
    parsed = _parser().parse_args(arguments)
    try:
        tried = trials(python_files(parsed.files), mypy_options(parsed), parsed.limit)
    except StaticHalfError as error:
        print(f"conformable mutate: {error}", file=sys.stderr)
        return 2
    for trial in tried:
        _show(trial)
    _show_total(judged for trial in tried for judged in trial.judged)
    return 1 if any(trial.outcome.failed or trial.reports for trial in tried) else 0


def _show(trial: Trial) -> None:
    if trial.outcome.failed:
        print(f"{trial.path}: fails as it is: {trial.outcome.error}")
    for report in trial.reports:
        print(f"{trial.path}: reported as it is: {report}")
    for judged in trial.judged:
        mutant = judged.mutant
        place = f"{trial.path}:{mutant.line}: {mutant.kind}: {mutant.before} -> {mutant.after}"
        if judged.missed:
            print(f"{place}\n    missed: {judged.outcome.error}")
        elif judged.reports and not judged.outcome.failed:
            print(f"{place}\n    runs, and is reported: {judged.reports[0]}")


def _show_total(every: Iterable[Judged]) -> None:
    judged = list(every)
    broken = [one for one in judged if one.broken]
    caught = sum(one.caught for one in broken)
    share = f" ({caught / len(broken):.1%})" if broken else ""
    others = sum(one.outcome.failed for one in judged) - len(broken)
    running = [one for one in judged if not one.outcome.failed]
    silent = sum(bool(one.reports) for one in running)
    print(
        f"{len(judged)} mutants. {len(broken)} fail for their shapes: {caught} of these are reported{share}. "
        f"{others} fail for their data or their types. {len(running)} run: {silent} of these are reported."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable mutate",
        description="Put small mistakes into programs, run each of them, and see whether mypy reports it. "
        "The programs are run as scripts, mistakes included: only for code that may be run.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a program that runs as a script")
    parser.add_argument("--limit", type=int, help="how many mutants of each file are tried at most")
    add_mypy_options(parser)
    return parser
