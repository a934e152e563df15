"""What a module that was instrumented reports to: it compares each value with what the static half knows."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.commands.observations.static_values import (
    StaticChoice,
    StaticInteger,
    StaticItems,
    StaticMany,
    StaticShape,
    StaticTensor,
    StaticValue,
    described,
    tensors_in,
)
from conformable.commands.verifying.agreement import Verdict, compared
from conformable.commands.verifying.agreement import described as described_actual
from conformable.commands.verifying.bindings import Bindings
from conformable.commands.verifying.conditions import can_meet

if TYPE_CHECKING:
    from pathlib import Path

    from conformable.commands.observations.records import Assumptions, Body

T = TypeVar("T")

#: The name under which an instrumented function keeps its `Frame`.
FRAME: Final = "_conformable_frame"


@dataclass(frozen=True, slots=True)
class Watched:
    """An expression that is compared each time it is evaluated.

    Attributes:
        path: The file.
        function: The function that it stands in; the module at its top level.
        line: Where it begins.
        source: The expression as it is written.
        value: What the static half knows of it.
        depth: How many loops stand around it.
        isolated: It is evaluated in a comprehension: what it binds holds for this one time.
        assumes: What the static half assumes about sizes where it is evaluated.
    """

    path: Path
    function: str
    line: int
    source: str
    value: StaticValue
    depth: int
    isolated: bool
    assumes: Assumptions | None = None

    @property
    def shape(self) -> str:
        """What the static half says, in dim strings."""
        return described(self.value) or _described_sizes(self.value)

    @property
    def is_counted(self) -> bool:
        """Whether it has a shape; integers are compared too, but mostly to learn what symbols stand for."""
        return isinstance(self.value, StaticShape) or any(True for _ in tensors_in(self.value))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value, held against what the static half knows.

    Attributes:
        watched: The expression.
        run: Which run it belongs to.
        agrees: Whether it is as the static half says.
        actual: The shapes that were there.
        sizes: What the names stood for.
    """

    watched: Watched
    run: int
    agrees: bool
    actual: str
    sizes: Mapping[str, int | tuple[int, ...]]


@dataclass(slots=True)
class Recorder:
    """Collects the comparisons of all runs.

    Attributes:
        watched: The expressions, by the number under which the instrumented code names them.
        bodies: The bodies of the module, likewise.
        run: The number of the current run.
        comparisons: The first comparison of each expression in each run, and the first that disagrees.
        reached: The expressions that were evaluated.
        misused: The functions that were called with arguments that their annotations do not allow.
        breaks_assumption: The sizes of the current run break what the static half assumes at a place that it
            has come to: from there on nothing is said about it.
    """

    watched: Sequence[Watched]
    bodies: Sequence[Body]
    run: int = 0
    comparisons: dict[tuple[int, int, bool], Comparison] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)
    misused: set[str] = field(default_factory=set)
    breaks_assumption: bool = False

    def enter(self, body: int, arguments: Mapping[str, object]) -> Frame:
        """Begin a call of a function: its parameters bind the names of its annotations."""
        frame = Frame(self, self.bodies[body], Bindings())
        for name, value in self.bodies[body].parameters.items():
            if name in arguments and compared(value, arguments[name], frame.bindings) is Verdict.DISAGREES:
                frame.fits = False
        if not frame.fits:
            self.misused.add(self.bodies[body].function or "")
            # What its caller expects of the result rests on its annotations.
            self.breaks_assumption = True
        return frame

    def begin_run(self) -> None:
        """Begin another run."""
        self.run += 1
        self.breaks_assumption = False

    def forget_run(self, run: int) -> None:
        """Drop what a run has shown: it did not come to its end."""
        self.comparisons = {
            key: one for key, one in self.comparisons.items() if key[1] != run or not one.agrees
        }


@dataclass(slots=True)
class Frame:
    """One call of a function.

    Attributes:
        recorder: What it reports to.
        body: What the static half knows of the function.
        bindings: What the symbols stand for.
        fits: Whether the arguments are what the annotations allow: about any others nothing is said.
    """

    recorder: Recorder
    body: Body
    bindings: Bindings
    fits: bool = True

    def seen(self, number: int, actual: T) -> T:
        """Compare the value of an expression, and return it."""
        self.recorder.reached.add(number)
        watched = self.recorder.watched[number]
        if not watched.isolated:
            self.bindings.leave_loops(watched.depth)
        bindings = self.bindings.fork() if watched.isolated else self.bindings
        if self.fits and self.holds(watched.assumes):
            verdict = compared(watched.value, actual, bindings)
            if verdict is not Verdict.UNDECIDED:
                self._keep(number, watched, actual, agrees=verdict is Verdict.AGREES)
        return actual

    def holds(self, assumes: Assumptions | None) -> bool:
        """Tell whether the sizes of this run have met all assumptions so far, and can meet these."""
        recorder = self.recorder
        if assumes is not None and not recorder.breaks_assumption:
            recorder.breaks_assumption = not can_meet(assumes, self.bindings)
        return not recorder.breaks_assumption

    def begin(self, depth: int) -> bool:
        """Begin an iteration of a loop; True, so that it can stand in a condition."""
        self.bindings.begin_iteration(depth)
        return True

    def _keep(self, number: int, watched: Watched, actual: object, *, agrees: bool) -> None:
        key = (number, self.recorder.run, agrees)
        if key not in self.recorder.comparisons:
            self.recorder.comparisons[key] = Comparison(
                watched, self.recorder.run, agrees, described_actual(actual), self.bindings.named()
            )


def frames_in(error: BaseException) -> Iterator[tuple[Frame, int]]:
    """Yield the calls of instrumented functions that an exception has come through, with their lines."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        found = frame.f_locals.get(FRAME)
        if isinstance(found, Frame):
            yield found, line


def is_comparable(value: StaticValue) -> bool:
    """Tell whether a static value says anything that a run could contradict, or that binds a symbol."""
    match value:
        case StaticTensor() | StaticShape() | StaticInteger():
            return True
        case StaticItems(_, items) | StaticChoice(items):
            return any(map(is_comparable, items))
        case StaticMany(_, item):
            return is_comparable(item)
        case _:
            return False


def _described_sizes(value: StaticValue) -> str:
    match value:
        case StaticInteger(size):
            return str(size)
        case StaticShape(shape):
            return f"({shape})"
        case StaticItems(_, items):
            return f"({', '.join(_described_sizes(item) or '...' for item in items)})"
        case _:
            return ""
