"""`conformable verify --reference`: every reference operation, on several sizes and in several precisions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformable.commands.observations.mypy_run import MypyOptions, ask_static_half, cache_folder
from conformable.commands.verifying.functions import count_of_functions
from conformable.commands.verifying.probes import PREFIX, reference_files, write_calls
from conformable.commands.verifying.running import FileResult, Plan, verified
from conformable.commands.verifying.tables import DISAGREES, Progress, comparison_row, remarks, table
from conformable.commands.verifying.tensors import Device

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import StaticAnswer
    from conformable.commands.observations.records import Body
    from conformable.commands.verifying.recording import Comparison

#: The precisions in which the operations run.
PRECISIONS: Final = ("float32", "float16", "bfloat16")

#: How many runs of each operation in each precision: distinct primes, all ones, random sizes.
RUNS: Final = 3

_HEAD: Final = ("operation", "dtype", "static shape", "sizes", "run-time shape", "agree")
_INNER_HEAD: Final = ("operation", "dtype", "expressions", "compared", "disagree")


def verify_reference(parsed: argparse.Namespace, options: MypyOptions) -> int:
    """Print the table and return the exit status.

    Args:
        parsed: The command line.
        options: How mypy is to be run.
    """
    calls = write_calls(cache_folder(options))
    files = [calls, *reference_files()]
    answer = ask_static_half(files, options)
    progress = Progress(sys.stderr, len(PRECISIONS) * sum(count_of_functions(path, None) for path in files))
    plan = Plan(parsed.runs or RUNS, parsed.seed, Device(parsed.device), _called(answer, files))
    by_precision = {
        precision: _verified(files, answer, precision, plan, progress) for precision in PRECISIONS
    }
    progress.end()
    _print(by_precision, calls)
    for precision, results in by_precision.items():
        for line in _problems(results, answer):
            print(f"{precision}: {line}")
    compared = [one for results in by_precision.values() for one in _comparisons(results)]
    disagreeing = sum(not one.agrees for one in compared)
    print(f"{len(compared)} compared, {disagreeing} disagree")
    failures = [message for message in answer.messages if message.is_internal_failure]
    never_ran = [tried for result in by_precision[PRECISIONS[0]] for tried in result.tried if not tried.runs]
    return 1 if disagreeing or failures or never_ran else 0


def _print(by_precision: dict[str, list[FileResult]], calls: Path) -> None:
    print("\n".join(table(_HEAD, _call_rows(by_precision, calls))))
    print()
    print("\n".join(table(_INNER_HEAD, _sums(by_precision, calls))))
    print()
    wrong = [row for row in _inner_rows(by_precision, calls) if row[-1] == DISAGREES]
    if wrong:
        print("\n".join(table(("expression", *_HEAD[1:]), wrong)))
        print()


def _called(answer: StaticAnswer, files: Iterable[Path]) -> dict[str, Body]:
    """Return what the body of each operation assumes, for the function that calls it."""
    bodies = [body for path in files for body in answer.bodies_of(path) if body.function is not None]
    return {f"{PREFIX}{str(body.function).rpartition('.')[2]}": body for body in bodies}


def _verified(
    files: Iterable[Path], answer: StaticAnswer, precision: str, plan: Plan, progress: Progress
) -> list[FileResult]:
    precise = replace(plan, device=Device(plan.device.name, precision))
    return [
        verified(path, answer.bodies_of(path), None, precise, lambda name: progress(f"{precision} {name}"))
        for path in files
    ]


def _comparisons(results: Iterable[FileResult]) -> Iterator[Comparison]:
    """Yield the comparisons of shapes; those of integers only if they disagree."""
    for result in results:
        yield from (one for one in result.comparisons if one.watched.is_counted or not one.agrees)


def _call_rows(by_precision: dict[str, list[FileResult]], calls: Path) -> Iterator[tuple[str, ...]]:
    """Yield a row for each call of an operation."""
    for precision, results in by_precision.items():
        for one in _comparisons(result for result in results if result.path == calls):
            operation = one.watched.function.rpartition(f".{PREFIX}")[2]
            if one.watched.source.startswith(f"reference.{operation}("):
                _, _, *cells = comparison_row(one)
                yield operation, precision, *cells


def _inner_rows(by_precision: dict[str, list[FileResult]], calls: Path) -> Iterator[tuple[str, ...]]:
    """Yield a row for each comparison in the body of an operation."""
    for precision, results in by_precision.items():
        for one in _comparisons(result for result in results if result.path != calls):
            _, source, *cells = comparison_row(one)
            yield source, precision, *cells


def _sums(by_precision: dict[str, list[FileResult]], calls: Path) -> Iterator[tuple[str, ...]]:
    """Yield a row for the body of each operation: what was compared in it."""
    for precision, results in by_precision.items():
        inside: dict[str, list[Comparison]] = {}
        for one in _comparisons(result for result in results if result.path != calls):
            inside.setdefault(one.watched.function.rpartition(".")[2], []).append(one)
        for operation, found in inside.items():
            expressions = len({id(one.watched) for one in found})
            wrong = sum(not one.agrees for one in found)
            yield f"inside {operation}", precision, str(expressions), str(len(found)), str(wrong)


def _problems(results: Iterable[FileResult], answer: StaticAnswer) -> Iterator[str]:
    for result in results:
        named = replace(result, path=Path(result.path.name))
        yield from (line for line in remarks(named, answer) if ": assumed: " not in line)
