"""What the static half says about random programs, held against what happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.observations.records import Body
from conformable.commands.observations.static_values import tensors_in
from conformable.commands.verifying.running import FileResult, Plan, silent, verified
from conformable.commands.verifying.tensors import Device
from conformable.commands.verifying.witnesses import outcomes_of
from fuzz_harness.programs import module, program

_RUNS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of some programs.

    Attributes:
        programs: How many there were.
        reported: How many of them mypy reports.
        compared: How many shapes were compared.
        problems: Each disagreement, with the program.
    """

    programs: int
    reported: int
    compared: int
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
    result = verified(path, answer.bodies_of(path), None, Plan(_RUNS, seeds.start, Device()), silent)
    reported = _reported(path, answer)
    problems = [*_failures(answer, result), *_wrong_shapes(result)]
    problems += [*_missed(result, answer, reported), *_witnesses(path, answer, seeds.start)]
    compared = sum(one.watched.is_counted for one in result.comparisons)
    return Verdict(len(seeds), len(reported), compared, tuple(problems))


def _failures(answer: StaticAnswer, result: FileResult) -> Iterator[str]:
    if result.problem:
        yield f"the module cannot be executed: {result.problem}"
    yield from (message.text for message in answer.messages if message.is_internal_failure)


def _reported(path: Path, answer: StaticAnswer) -> set[str]:
    """Return the names of the functions that have a report."""
    lines = {message.line for message in answer.messages_of(path) if message.severity == "error"}
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    return {
        node.name
        for node in functions
        if any(node.lineno <= line <= (node.end_lineno or 0) for line in lines)
    }


def _wrong_shapes(result: FileResult) -> Iterator[str]:
    for one in result.comparisons:
        if not one.agrees:
            told = f"{one.watched.source}: {one.watched.shape} is said, {one.actual} is there"
            yield _with_program(one.watched.function.rpartition(".")[2], told)


def _missed(result: FileResult, answer: StaticAnswer, reported: set[str]) -> Iterator[str]:
    """Yield what raises although nothing is reported and every size in it can be chosen freely."""
    bodies = {str(body.function).rpartition(".")[2]: body for body in answer.bodies_of(result.path)}
    for tried in result.tried:
        body = bodies.get(tried.name)
        if tried.name in reported or body is None or not _is_rigid(body):
            continue
        for refusal in tried.refusals:
            if not refusal.is_assumed:
                yield _with_program(tried.name, f"no report, but with {dict(refusal.sizes)}: {refusal.error}")
                break


def _is_rigid(body: Body) -> bool:
    """Tell whether all that is known about a body is known exactly: unknown sizes are never reported."""
    shapes = [tensor.shape for value in body.expressions.values() for tensor in tensors_in(value)]
    sizes = [size for shape in shapes for size in (*shape.before, *shape.after)]
    return all(shape.variadic is None for shape in shapes) and all(
        symbol.rigid for size in sizes for symbol in size.symbols()
    )


def _witnesses(path: Path, answer: StaticAnswer, seed: int) -> Iterator[str]:
    for outcome in outcomes_of(path, answer, seed, Device()):
        if outcome.holds:
            line = path.read_text(encoding="utf-8").splitlines()[outcome.message.line - 1]
            yield f"{path.name}:{outcome.message.line}: {line.strip()}: {outcome.message.text}: does not fail"


def _with_program(name: str, told: str) -> str:
    return f"{told}\n{program(int(name.removeprefix('f')))}"
