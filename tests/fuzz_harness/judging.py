"""What the static half says about random programs, held against what happens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.observations.records import Body
from conformable.commands.observations.static_values import StaticChoice, tensors_in
from conformable.commands.reporting.messages import Message
from conformable.commands.verifying.running import FileResult, Plan, Tried, verified
from conformable.commands.verifying.tensors import Device
from conformable.commands.verifying.witnesses import outcomes_of
from conformable.core.sizes import Size
from fuzz_harness.programs import module, program

_RUNS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of some programs.

    Attributes:
        programs: How many there were.
        reported: How many of them mypy reports.
        silent: How many of the others must not fail, as all their sizes are known, and have run.
        compared: How many shapes were compared.
        witnesses: What became of the reports' witnesses, counted.
        problems: Each disagreement, with the program.
    """

    programs: int
    reported: int
    silent: int
    compared: int
    witnesses: Counter[str]
    problems: tuple[str, ...]


def judge(seeds: range, folder: Path, options: MypyOptions) -> Verdict:
    """Write programs, let mypy check them, run them.

    Args:
        seeds: One for each program.
        folder: Where the module is written.
        options: How mypy is to be run.
    """
    path = folder / f"programs_{seeds.start}.py"
    path.write_text(module(seeds), encoding="utf-8")
    answer = ask_static_half([path], options)
    with np.errstate(all="ignore"):
        plan = Plan(_RUNS, seeds.start, Device())
        result = verified(path, answer.bodies_of(path), None, plan, lambda _: None)
        outcomes = list(outcomes_of(path, answer, seeds.start, Device()))
    reported = _reported(path, answer)
    silent = list(_silent(result, answer, reported))
    problems = [*_failures(answer, result), *_wrong_shapes(result), *_missed(silent)]
    problems += [_with_program(seed, "misused, but not reported") for seed in _misused(result, silent)]
    lines = path.read_text(encoding="utf-8").splitlines()
    for outcome in outcomes:
        if outcome.holds:
            line = outcome.message.line
            told = f"{lines[line - 1].strip()}: {outcome.message.text}: does not fail: {outcome.told}"
            problems.append(_with_program(_seed_of_line(lines, line), told))
    return Verdict(
        programs=len(seeds),
        reported=len(reported),
        silent=sum(tried.runs > 0 for tried in silent),
        compared=sum(one.watched.is_counted for one in result.comparisons),
        witnesses=Counter(outcome.verdict for outcome in outcomes),
        problems=tuple(problems),
    )


def _failures(answer: StaticAnswer, result: FileResult) -> Iterator[str]:
    if result.problem:
        yield f"the module cannot be executed: {result.problem}"
    yield from (message.text for message in answer.messages if message.is_internal_failure)


def _reported(path: Path, answer: StaticAnswer) -> set[int]:
    """Return the seeds of the programs that have a report of ours."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {_seed_of_line(lines, message.line) for message in answer.messages_of(path) if _is_report(message)}


def _is_report(message: Message) -> bool:
    return message.severity == "error" and (message.code or "").startswith("shape")


def _seed_of_line(lines: list[str], line: int) -> int:
    """Return the seed of the program that holds a line: its definitions are named after it."""
    head = next(text for text in reversed(lines[:line]) if re.match(r"(def|class) ", text))
    return _seed(head.split()[1])


def _seed(name: str) -> int:
    found = re.search(r"\d+", name)
    assert found is not None, name
    return int(found[0])


def _wrong_shapes(result: FileResult) -> Iterator[str]:
    for one in result.comparisons:
        if not one.agrees:
            sizes = dict(one.sizes)
            told = f"{one.watched.source}: {one.watched.shape} is said, {one.actual} is there, {sizes}"
            yield _with_program(_seed(one.watched.function.partition(".")[2]), told)


def _silent(result: FileResult, answer: StaticAnswer, reported: set[int]) -> Iterator[Tried]:
    """Yield the functions without a report, where that says that no sizes can make them fail."""
    bodies = {
        str(body.function).removeprefix(f"{body.module}."): body for body in answer.bodies_of(result.path)
    }
    for tried in result.tried:
        body = bodies.get(tried.name)
        seed = _seed(tried.name)
        if body is not None and seed not in reported and _is_rigid(body):
            yield tried


def _misused(result: FileResult, silent: list[Tried]) -> set[int]:
    """Return the programs that call one of their functions with what its annotations do not allow."""
    return {_seed(name.partition(".")[2]) for name in result.misused} & {
        _seed(tried.name) for tried in silent if not re.match("h", tried.name)
    }


def _missed(silent: list[Tried]) -> Iterator[str]:
    """Yield what raises although nothing is reported and every size in it can be chosen freely."""
    for tried in silent:
        for refusal in tried.refusals:
            # A guard by which the program itself refuses sizes is no condition of an operation.
            is_guard = refusal.error.startswith(("AssertionError", "ValueError: sizes"))
            # Behind a `try` that catches, nothing is said of the sizes in it.
            if not refusal.is_assumed and not is_guard and "try:" not in program(_seed(tried.name)):
                told = f"no report, but with {dict(refusal.sizes)}: {refusal.error}"
                yield _with_program(_seed(tried.name), told)
                break


def _is_rigid(body: Body) -> bool:
    """Tell whether all that is known about a body is known exactly: what is not decided is never reported."""
    values = body.expressions.values()
    if any(isinstance(value, StaticChoice) and len(list(tensors_in(value))) > 1 for value in values):
        return False
    shapes = [tensor.shape for value in values for tensor in tensors_in(value)]
    sizes = [size for shape in shapes for size in (*shape.before, *shape.after)]
    return all(shape.variadic is None for shape in shapes) and all(map(_is_chosen, sizes))


def _is_chosen(size: Size) -> bool:
    """Tell whether callers choose a size; the axes of a method are chosen to suit the sizes of its object."""
    symbols = list(size.symbols())
    return all(symbol.rigid for symbol in symbols) and len({symbol.is_given for symbol in symbols}) < 2


def _with_program(seed: int, told: str) -> str:
    return f"{told}\n{program(seed)}"
