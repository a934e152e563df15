"""`conformable verify --witness`: execute the sizes for which a report says that the program fails."""

from __future__ import annotations

import argparse
import ast
import contextlib
import inspect
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Final

import jaxtyping

from conformable import checked
from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.verifying.arguments import CannotBuildError, UnluckyError
from conformable.commands.verifying.draws import draw
from conformable.commands.verifying.functions import Function, functions_in
from conformable.commands.verifying.loading import loaded
from conformable.commands.verifying.running import run_once
from conformable.commands.verifying.tables import sizes_text, table
from conformable.commands.verifying.tensors import Device, TooLargeError
from conformable.core import messages
from conformable.errors import ShapeError

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message

#: How many draws are made of what a witness leaves open: other sizes, `None` or a tensor, flags.
_TRIES: Final = 24

#: What a wrong shape raises: our own error, jaxtyping's, PyTorch's and NumPy's.
_SHAPE_ERRORS: Final = (ShapeError, jaxtyping.TypeCheckError, RuntimeError, ValueError, IndexError)

#: Reports about what is legal when it runs, or about an annotation.
_NO_FACTS_OF_THE_RUN: Final = frozenset({"shape-suspicious", "shape-annotation"})

_WITNESS: Final = re.compile(r"fails for (?P<sizes>\w+=\d+(?:, \w+=\d+)*)")

#: The name of the set in which the executed module notes that it comes to the line of the report.
_REACHED: Final = "_conformable_reached"

_FAILS, _HOLDS, _NOT_EXECUTED = "fails", "DOES NOT FAIL", "not executed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report."""

    path: Path
    message: Message
    sizes: Mapping[str, int]
    verdict: str
    told: str

    @property
    def holds(self) -> bool:
        """Whether the program runs although it was to fail."""
        return self.verdict == _HOLDS


@dataclass(frozen=True, slots=True)
class _Report:
    """A report, the sizes for which it says that the program fails, and the lines of earlier reports."""

    message: Message
    sizes: Mapping[str, int]
    earlier: tuple[int, ...]


def verify_witnesses(files: list[Path], parsed: argparse.Namespace, options: MypyOptions) -> int:
    """Print what becomes of each report, and return the exit status.

    Args:
        files: The files whose reports are executed.
        parsed: The command line.
        options: How mypy is to be run.
    """
    answer = ask_static_half(files, options)
    device = Device(parsed.device, parsed.dtype)
    outcomes = [outcome for path in files for outcome in outcomes_of(path, answer, parsed.seed, device)]
    head = ("line", "code", "witness", "outcome", "")
    for path in files:
        rows = [_row(outcome) for outcome in outcomes if outcome.path == path]
        if rows:
            print(f"{path}\n" + "\n".join(table(head, rows)) + "\n")
    executed = [outcome for outcome in outcomes if outcome.verdict != _NOT_EXECUTED]
    holding = [outcome for outcome in executed if outcome.holds]
    print(f"{len(outcomes)} reports, {len(executed)} executed, {len(holding)} do not fail")
    return 1 if holding else 0


def _row(outcome: Outcome) -> tuple[str, ...]:
    message = outcome.message
    sizes = sizes_text(outcome.sizes) or "any sizes"
    return str(message.line), message.code or "", sizes, outcome.verdict, outcome.told


def outcomes_of(path: Path, answer: StaticAnswer, seed: int, device: Device) -> Iterator[Outcome]:
    """Execute each report of a file.

    Args:
        path: The file.
        answer: What mypy says about it.
        seed: Chooses what a witness leaves open.
        device: Where tensors are made.
    """
    found = list(filter(_is_report, answer.messages_of(path)))
    lines = [message.line for message in found]
    reports = [
        _Report(message, witness_of(message), tuple(line for line in lines if line < message.line))
        for message in found
    ]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = list(functions_in(tree))
    alone = _lines_for_mypy_alone(tree)
    for report in reports:
        tree = _Noting(report.message.line).visit(tree)
    bodies = answer.bodies_of(path)
    module = _Module(path, bodies[0].module if bodies else path.stem, ast.fix_missing_locations(tree))
    with contextlib.ExitStack() as stack:
        executed = module.executed(stack, device) if reports else None
        for report in reports:
            verdict, told = _outcome(report, functions, alone, executed, seed, device)
            yield Outcome(path, report.message, report.sizes, verdict, told)


def _is_report(message: Message) -> bool:
    return message.severity == "error" and (message.code or "").split("-")[0] == "shape"


def witness_of(message: Message) -> dict[str, int]:
    """Return the sizes for which a report says that the program fails; none if it always does."""
    for note in message.notes:
        found = _WITNESS.search(note)
        if found is not None:
            pairs = (pair.split("=") for pair in found["sizes"].split(", "))
            return {name: int(size) for name, size in pairs}
    return {}


@dataclass(frozen=True, slots=True)
class _Module:
    """A module that notes to which lines it comes."""

    path: Path
    name: str
    tree: ast.Module

    def executed(self, stack: contextlib.ExitStack, device: Device) -> ModuleType | Exception:
        """Return the module under our run-time checks, or what it raises when it is executed."""
        try:
            stack.enter_context(device.as_default())
            module = stack.enter_context(loaded(self.path, self.name, self.tree, {_REACHED: set()}))
        except Exception as error:  # noqa: BLE001 (the module may raise anything when it is executed)
            return error
        _check(module)
        return module


def _outcome(
    report: _Report,
    functions: list[Function],
    alone: set[int],
    executed: ModuleType | Exception | None,
    seed: int,
    device: Device,
) -> tuple[str, str]:
    """Execute what a report is about; say what came of it, and what was raised."""
    line = report.message.line
    if report.message.code in _NO_FACTS_OF_THE_RUN:
        return _NOT_EXECUTED, "it is no fact of the run"
    if line in alone or messages.is_of_assigned(report.message.text):
        return _NOT_EXECUTED, "nothing checks this annotation when the program runs"
    function = next((one for one in functions if one.line <= line <= one.end_line), None)
    if not isinstance(executed, ModuleType):
        fails = function is None and isinstance(executed, _SHAPE_ERRORS)
        return (_FAILS if fails else _NOT_EXECUTED), _told(executed or Exception())
    if function is None:
        return _HOLDS, "the module can be executed"
    return _tried(function, executed, report, seed, device)


def _tried(
    function: Function, module: ModuleType, report: _Report, seed: int, device: Device
) -> tuple[str, str]:
    """Call a function until it fails: what a witness leaves open may have to be chosen rightly."""
    problem = "it can be called with these sizes"
    reached: set[int] = vars(module)[_REACHED]
    was_reached = stopped = False
    for number in range(_TRIES):
        reached.clear()
        try:
            run_once(function, module, draw(number, seed, report.sizes), device)
        except (TooLargeError, UnluckyError) as error:
            told = _told_in_constructor(error)
            if told is None or report.message.line not in reached:
                continue
            return _FAILS, told
        except CannotBuildError as error:
            return _NOT_EXECUTED, str(error)
        except Exception as error:  # noqa: BLE001 (the program may raise anything)
            is_refusal = isinstance(error, _SHAPE_ERRORS) or _is_assertion_of_library(error, module)
            if is_refusal and report.message.line in reached:
                return _FAILS, _told(error)
            stopped |= is_refusal
            problem = _told(error)
        was_reached |= report.message.line in reached
    if stopped and any(function.line <= line for line in report.earlier):
        return _NOT_EXECUTED, "an earlier report stops what would fail here"
    return (_HOLDS, problem) if was_reached else (_NOT_EXECUTED, "no run comes to this line")


def _told_in_constructor(error: Exception) -> str | None:
    """Say what a constructor has refused, where an object could not be made; None if it was no shape."""
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return _told(cause) if isinstance(cause, _SHAPE_ERRORS) else None


def _check(module: ModuleType) -> None:
    """Put each function and method of the module under our run-time checks."""
    classes = [value for value in vars(module).values() if inspect.isclass(value) and _is_of(module, value)]
    for holder in (module, *classes):
        for name, value in list(vars(holder).items()):
            if (
                isinstance(value, FunctionType)
                and _is_of(module, value)
                and not hasattr(value, "__wrapped__")
            ):
                with contextlib.suppress(Exception):
                    setattr(holder, name, checked(value))


def _is_of(module: ModuleType, value: type | FunctionType) -> bool:
    return value.__module__ == module.__name__


class _Noting(ast.NodeTransformer):
    """Lets a module note that it comes to the statement on a line."""

    def __init__(self, line: int) -> None:
        self._line = line

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put a note in front of the innermost statement on the line."""
        for _, value in ast.iter_fields(node):
            for index, child in enumerate(value if isinstance(value, list) else []):
                if isinstance(child, ast.stmt) and child.lineno <= self._line <= (child.end_lineno or 0):
                    self.visit(child)
                    if not _has_statement_on(child, self._line):
                        value.insert(index, ast.parse(f"{_REACHED}.add({self._line})").body[0])
                    return node
        return super().generic_visit(node)


def _has_statement_on(node: ast.stmt, line: int) -> bool:
    inner = (one for one in ast.walk(node) if isinstance(one, ast.stmt) and one is not node)
    return any(one.lineno <= line <= (one.end_lineno or 0) for one in inner)


def _lines_for_mypy_alone(tree: ast.Module) -> set[int]:
    """Return the lines that hold an `assert_type`, or the annotation of a variable."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign() | ast.Call(func=ast.Name(id="assert_type")):
                found.add(node.lineno)
            case _:
                pass
    return found


def _is_assertion_of_library(error: Exception, module: ModuleType) -> bool:
    """Tell whether a library refuses its arguments by an assertion, as some modules of torch do."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return isinstance(error, AssertionError) and frame.f_code.co_filename != module.__file__


def _told(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"
