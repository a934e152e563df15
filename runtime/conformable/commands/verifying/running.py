"""Run the functions of a file on values of random sizes, and collect what was seen."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from conformable.commands.observations.sources import read_source
from conformable.commands.verifying.arguments import Builder, CannotBuildError, UnluckyError
from conformable.commands.verifying.conditions import can_meet, may_hold, meets_assumptions
from conformable.commands.verifying.draws import Draw, draw
from conformable.commands.verifying.functions import Function, functions_of
from conformable.commands.verifying.instrumenting import RECORDER, instrumented
from conformable.commands.verifying.loading import loaded
from conformable.commands.verifying.recording import Comparison, Recorder, Watched, frames_in
from conformable.commands.verifying.tensors import Device, TooLargeError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from conformable.commands.observations.records import Body

#: How many draws are made for each run that is wanted.
_TRIES: Final = 8

#: What a generator may yield before it is left.
_MOST_YIELDED: Final = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is to be run, and where.

    Attributes:
        runs: How many runs of each function are wanted.
        seed: The same seed gives the same sizes.
        device: Where tensors are made.
        called: Function -> the body of another one that it only calls: its sizes meet the other's
            assumptions too.
    """

    runs: int
    seed: int
    device: Device
    called: Mapping[str, Body] = field(default_factory=dict)


@dataclass(slots=True)
class Tried:
    """What became of one function.

    Attributes:
        name: Its qualified name.
        runs: How many runs came to their end.
        refusals: What the others raised, with their sizes.
        problem: Why it could not be run at all; "" if it could.
    """

    name: str
    runs: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A run that raised an exception.

    Attributes:
        sizes: The sizes of the names.
        error: The exception.
        is_assumed: The sizes break what the static half assumes about a function that was being run.
    """

    sizes: Mapping[str, int | tuple[int, ...]]
    error: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        path: The file.
        watched: The expressions whose shape the static half knows.
        comparisons: What was seen of them.
        tried: What became of each function.
        reached: The indices into `watched` of those that were evaluated.
        unplaced: How many expressions of the static half were not found in the source.
        misused: The functions that were called with arguments that their annotations do not allow.
        problem: Why the file could not be executed; "" if it could.
    """

    path: Path
    watched: tuple[Watched, ...]
    comparisons: tuple[Comparison, ...]
    tried: tuple[Tried, ...]
    reached: frozenset[int]
    unplaced: int
    misused: frozenset[str] = frozenset()
    problem: str = ""


def verified(
    path: Path, bodies: list[Body], wanted: str | None, plan: Plan, progress: Callable[[str], None]
) -> FileResult:
    """Run the functions of a file and compare.

    Args:
        path: The file.
        bodies: What the static half knows of it.
        wanted: The qualified name of the one function to run; None for all that are annotated with shapes.
        plan: How much is to be run, and where.
        progress: Is told the name of each function before it runs.
    """
    source = read_source(path, {span for body in bodies for span in body.expressions})
    code = instrumented(source, bodies)
    recorder = Recorder(code.watched, bodies)
    tried: list[Tried] = []
    problem = ""
    try:
        given = {RECORDER: recorder}
        with plan.device.as_default(), loaded(path, _module_name(path, bodies), code.tree, given) as module:
            for function in functions_of(source, module, wanted):
                progress(function.name)
                tried.append(_tried(function, _body_of(function, bodies), module, recorder, plan))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (the module may raise anything when it is executed)
        problem = _told(error)
    return FileResult(
        path=path,
        watched=code.watched,
        comparisons=tuple(recorder.comparisons.values()),
        tried=tuple(tried),
        reached=frozenset(recorder.reached),
        unplaced=code.unplaced,
        misused=frozenset(recorder.misused),
        problem=problem,
    )


def _module_name(path: Path, bodies: list[Body]) -> str:
    return bodies[0].module if bodies else path.stem


def _body_of(function: Function, bodies: list[Body]) -> Body | None:
    return next((body for body in bodies if body.line == function.line), None)


def _tried(
    function: Function, body: Body | None, module: ModuleType, recorder: Recorder, plan: Plan
) -> Tried:
    """Run one function until enough runs have come to their end, or too many have not."""
    result = Tried(function.name)
    assuming = [one for one in (body, plan.called.get(function.name)) if one is not None]
    for number in range(plan.runs * _TRIES):
        if result.runs >= plan.runs or result.problem:
            break
        chosen = draw(number, plan.seed)
        if all(meets_assumptions(chosen, one) for one in assuming):
            recorder.begin_run()
            _try(function, module, chosen, recorder, plan, result)
    if not result.runs and not result.problem:
        result.problem = _why_not(result)
    return result


def _try(
    function: Function, module: ModuleType, chosen: Draw, recorder: Recorder, plan: Plan, result: Tried
) -> None:
    try:
        run_once(function, module, chosen, plan.device)
    except UnluckyError as error:
        result.refusals.append(Refusal({}, str(error), is_assumed=True))
    except CannotBuildError as error:
        result.problem = str(error)
    except TooLargeError:
        pass
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (the program may raise anything, also to end itself)
        recorder.forget_run(recorder.run)
        is_assumed = recorder.breaks_assumption or breaks_assumption(error)
        result.refusals.append(Refusal({**chosen.runs, **chosen.sizes}, _told(error), is_assumed=is_assumed))
    else:
        result.runs += not recorder.breaks_assumption


def _why_not(result: Tried) -> str:
    if result.refusals:
        return f"every run raises; the first: {result.refusals[0].error}"
    return "no sizes were found that meet what is assumed and what annotations allow"


def run_once(function: Function, module: ModuleType, chosen: Draw, device: Device) -> object:
    """Run a function once, to the end of what it yields or awaits.

    Args:
        function: The function.
        module: The module it is in.
        chosen: The sizes.
        device: Where tensors are made.

    Raises:
        CannotBuildError: If its arguments cannot be built.
        TooLargeError: If the sizes make too large a tensor.
    """
    builder = Builder(chosen, device)
    with device.seeded():
        target, bound = function.found_in(module, builder)
        call = builder.call_of(target, bound=bound)
        positional = call.positional if bound is None else (bound, *call.positional)
        return _exhausted(target(*positional, **call.keywords))


def breaks_assumption(error: BaseException) -> bool:
    """Tell whether an exception came through a place where the sizes break what the static half assumes."""
    return any(
        not may_hold(frame.body, frame.bindings)
        or any(
            not can_meet(assumes, frame.bindings)
            for span, assumes in frame.body.assumed.items()
            if span.line <= line <= span.end_line
        )
        for frame, line in frames_in(error)
    )


def _exhausted(value: Any) -> object:
    if inspect.iscoroutine(value):
        return asyncio.run(value)
    if inspect.isgenerator(value):
        with contextlib.closing(value):
            return list(itertools.islice(value, _MOST_YIELDED))
    return value


def _told(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"


def disagreements(results: list[FileResult]) -> Iterator[Comparison]:
    """Yield what is not as the static half says."""
    for result in results:
        yield from (one for one in result.comparisons if not one.agrees)
