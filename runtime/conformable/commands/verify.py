"""`conformable verify`: hold what the static half says against what happens when the program runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from conformable.commands.observations.asking import add_mypy_options, mypy_options, python_files
from conformable.commands.observations.imports import imports
from conformable.commands.observations.mypy_run import StaticAnswer, StaticHalfError, ask_static_half
from conformable.commands.verifying.functions import count_of_functions
from conformable.commands.verifying.reference import verify_reference
from conformable.commands.verifying.running import FileResult, Plan, disagreements, verified
from conformable.commands.verifying.tables import (
    COMPARISON_HEAD,
    Progress,
    comparison_row,
    one_row_each,
    remarks,
    table,
)
from conformable.commands.verifying.tensors import Device
from conformable.commands.verifying.witnesses import verify_witnesses
from conformable.core import messages

__all__ = ["run"]

_RUNS: Final = 5
_PRECISIONS: Final = ("float32", "float16", "bfloat16", "float64")


def run(arguments: list[str]) -> int:
    """Run functions, compare, and return the exit status: 1 if anything is not as the static half says.

    Args:
        arguments: See `conformable verify --help`.
    """
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.reference == bool(parsed.targets):
        parser.error("name files to verify, or give --reference")
    try:
        problem = _problem(parsed)
        if problem:
            print(f"conformable verify: {problem}", file=sys.stderr)
            return 2
        if parsed.reference:
            return verify_reference(parsed, mypy_options(parsed))
        if parsed.witness:
            return verify_witnesses(python_files(parsed.targets), parsed, mypy_options(parsed))
        return _verify_targets(parsed)
    except StaticHalfError as error:
        print(f"conformable verify: {error}", file=sys.stderr)
        return 2


def _problem(parsed: argparse.Namespace) -> str:
    """Say what is missing on this machine; "" if nothing is."""
    if find_spec("torch") is None:
        files = () if parsed.reference else (path for path, _ in _targets(parsed.targets))
        importing = next((path for path in files if imports(path, "torch")), None)
        if parsed.reference or parsed.device == "cuda":
            return messages.torch_is_missing()
        return "" if importing is None else messages.torch_is_imported(str(importing))
    if parsed.device == "cpu":
        return ""
    import torch

    return "there is no CUDA device" if parsed.device == "cuda" and not torch.cuda.is_available() else ""


def _verify_targets(parsed: argparse.Namespace) -> int:
    wanted = dict(_targets(parsed.targets))
    answer = ask_static_half(wanted, mypy_options(parsed))
    plan = Plan(parsed.runs or _RUNS, parsed.seed, Device(parsed.device, parsed.dtype))
    progress = Progress(sys.stderr, sum(count_of_functions(path, name) for path, name in wanted.items()))
    results = [verified(path, answer.bodies_of(path), name, plan, progress) for path, name in wanted.items()]
    progress.end()
    missing = [(path, name) for path, name in wanted.items() if name and not _has(results, path)]
    for path, name in missing:
        told = messages.no_function(str(path), name or "", answer.functions_of(path))
        print(f"conformable verify: {told}", file=sys.stderr)
    _print(results, answer)
    untold = _not_run(results)
    if untold:
        print(f"conformable verify: {untold}", file=sys.stderr)
    if missing or untold:
        return 2
    failures = [message for message in answer.messages if message.is_internal_failure]
    return 1 if failures or any(True for _ in disagreements(results)) else 0


def _not_run(results: list[FileResult]) -> str:
    """Say that a file was not executed, or that no function of any file was run; "" if neither is so."""
    broken = sum(bool(result.problem) for result in results)
    if broken:
        return messages.not_executed(broken)
    tried = [one for result in results for one in result.tried]
    return messages.nothing_ran(len(tried)) if tried and not any(one.runs for one in tried) else ""


def _targets(targets: list[Path]) -> Iterator[tuple[Path, str | None]]:
    """Yield each file that is named, with the function that is to be run in it, None for all."""
    for target in targets:
        path, separator, name = str(target).partition("::")
        for file in python_files([Path(path)]):
            yield file, name if separator else None


def _has(results: list[FileResult], path: Path) -> bool:
    return any(result.tried or result.problem for result in results if result.path == path)


def _print(results: list[FileResult], answer: StaticAnswer) -> None:
    if len(results) == 1:
        rows = map(comparison_row, one_row_each(results[0].comparisons))
        print("\n".join(table(COMPARISON_HEAD, rows)))
    else:
        print(
            "\n".join(
                table(("file", "functions", "expressions", "runs", "disagree"), map(_file_row, results))
            )
        )
        wrong = [one for result in results for one in one_row_each(result.comparisons) if not one.agrees]
        for comparison in wrong:
            print(f"\n{comparison.watched.path}")
            print("\n".join(table(COMPARISON_HEAD, [comparison_row(comparison)])))
    print()
    for result in results:
        for remark in remarks(result, answer):
            print(remark)
    expressions, runs, wrong_ones = (sum(column) for column in zip(*map(_counts, results), strict=True))
    print(f"{expressions} expressions, {runs} runs, {wrong_ones} disagree")


def _file_row(result: FileResult) -> tuple[str, ...]:
    return (str(result.path), str(sum(tried.runs > 0 for tried in result.tried)), *map(str, _counts(result)))


def _counts(result: FileResult) -> tuple[int, int, int]:
    """Return how many expressions were compared, in how many runs, and how many of them disagree."""
    seen = {id(one.watched) for one in result.comparisons if one.watched.is_counted or not one.agrees}
    wrong = {id(one.watched) for one in result.comparisons if not one.agrees}
    return len(seen), sum(tried.runs for tried in result.tried), len(wrong)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable verify",
        description="Run functions on random sizes that satisfy their annotations, record the shape of every"
        " expression, and compare it with what mypy's plugin says.",
    )
    parser.add_argument(
        "targets",
        nargs="*",
        type=Path,
        metavar="FILE[::FUNCTION]",
        help="a file, a function in it, or a folder",
    )
    parser.add_argument("--reference", action="store_true", help="verify the reference operations")
    parser.add_argument(
        "--witness", action="store_true", help="execute the witness of every report, which must then fail"
    )
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where tensors are made")
    parser.add_argument(
        "--dtype",
        choices=_PRECISIONS,
        default="float32",
        help="the dtype of floating-point tensors, where annotations leave it open",
    )
    parser.add_argument("--runs", type=int, help=f"runs of each function (default: {_RUNS})")
    parser.add_argument("--seed", type=int, default=0, help="chooses the sizes (default: 0)")
    add_mypy_options(parser)
    return parser
