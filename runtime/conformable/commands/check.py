"""`conformable check`: mypy with the plugin on, whatever the project's own configuration says."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conformable.commands.mypy_invocation import Invocation, NoMypyRunError, prepared
from conformable.commands.reporting.baseline import BaselineError, compared, write_baseline
from conformable.commands.reporting.counts import COUNT, Counts, read_counts
from conformable.commands.reporting.formats import FORMATS, summary
from conformable.commands.reporting.messages import JSON_OPTIONS, Message, read_messages
from conformable.commands.waiting import is_cold
from conformable.core.messages import baseline_held, baseline_written, first_run, too_few_proven

__all__ = ["run"]

_DESCRIPTION = "Run mypy with the plugin on. All other arguments are mypy's own, see `mypy --help`."
_EPILOG = """\
A mypy configuration that names the plugin is used as it is; to any other one the plugin is added, in a copy
that lies in mypy's cache folder. The exit status is mypy's: 0; 1 with errors; 2 if it could not check.
"""

_ENDED = (0, 1)
"""The statuses with which mypy ends when it has checked everything."""


def run(arguments: list[str]) -> int:
    """Run mypy in a process of its own and return its exit status.

    Args:
        arguments: Our own options, see `conformable check --help`, and what mypy gets, see `mypy --help`.
    """
    wanted, rest = _parser().parse_known_args(arguments)
    try:
        with prepared(rest) as invocation, tempfile.TemporaryDirectory(dir=invocation.cache_dir) as folder:
            return _checked(invocation, Path(folder, "modules"), wanted)
    except (NoMypyRunError, BaselineError) as error:
        print(f"conformable check: {error}", file=sys.stderr)
        return 2


def _checked(invocation: Invocation, listing: Path, wanted: argparse.Namespace) -> int:
    environment = {**invocation.environment, COUNT: str(listing)}
    if sys.stderr.isatty() and is_cold(invocation.cache_dir):
        print(f"conformable check: {first_run()}", file=sys.stderr)
    if wanted.format == "text" and wanted.baseline is None:
        status = subprocess.run(invocation.command, env=environment, check=False).returncode
        counts = read_counts(listing)
        if status in _ENDED and not {"--no-error-summary", "--output", "-O"}.intersection(invocation.command):
            print(summary(counts))
        return _ratchet(status, counts, wanted.min_proven)
    command = (*invocation.command, *JSON_OPTIONS)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    sys.stderr.write(done.stderr)
    sys.stderr.writelines(f"{line}\n" for line in lines if not line.startswith("{"))
    outcome = _Outcome(done.returncode, read_messages(lines))
    if done.returncode in _ENDED and wanted.baseline is not None:
        outcome = _held(outcome, wanted.baseline, update=wanted.update_baseline)
    counts = read_counts(listing)
    sys.stdout.write(FORMATS[wanted.format](outcome.messages, counts))
    return _ratchet(outcome.status, counts, wanted.min_proven)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The exit status, and the messages that are shown."""

    status: int
    messages: Sequence[Message]


def _held(outcome: _Outcome, baseline: Path, *, update: bool) -> _Outcome:
    """Accept what the baseline knows; write it if it is not there."""
    if update or not baseline.exists():
        print(baseline_written(str(baseline), write_baseline(outcome.messages, baseline)), file=sys.stderr)
    known = compared(outcome.messages, baseline)
    print(baseline_held(str(baseline), known.accepted, known.gone), file=sys.stderr)
    wrong = any(message.severity == "error" for message in known.new)
    return _Outcome(int(wrong), known.new)


def _ratchet(status: int, counts: Counts, least: float) -> int:
    """Return the exit status, which is that of an error where too few functions are proven."""
    if status in _ENDED and counts.percent < least:
        print(too_few_proven(counts.percent, least), file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable check",
        usage="conformable check [OPTIONS] [MYPY ARGUMENTS] [FILES]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how to print (default: as mypy does)"
    )
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="accept the reports that FILE holds and fail on others; the first run writes FILE",
    )
    parser.add_argument(
        "--update-baseline", action="store_true", help="write FILE anew, with today's reports"
    )
    parser.add_argument(
        "--min-proven",
        type=float,
        default=0.0,
        metavar="PERCENT",
        help="fail if fewer of the functions with shape annotations are proven",
    )
    return parser
