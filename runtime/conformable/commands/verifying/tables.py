"""Tables for a terminal, and the lines below them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from conformable.commands.observations.assumptions import readable

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import StaticAnswer
    from conformable.commands.reporting.messages import Message
    from conformable.commands.verifying.recording import Comparison
    from conformable.commands.verifying.running import FileResult, Tried

#: A cell is cut where it is longer.
_WIDEST: Final = 56

#: How many characters the bar of the progress has.
_BAR: Final = 24

#: What a comparison came to.
AGREES: Final = "yes"
DISAGREES: Final = "NO"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose columns are as wide as they need to be.

    >>> list(table(("a", "bb"), [("1", "2")]))
    ['a  bb', '-  --', '1  2']
    """
    cells = [[_cut(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    cells.insert(1, ["-" * width for width in widths])
    for row in cells:
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def sizes_text(sizes: Mapping[str, int | tuple[int, ...]]) -> str:
    """Write sizes as `batch=2, n_in=3`."""
    return ", ".join(f"{name}={number}" for name, number in sizes.items())


def comparison_row(comparison: Comparison) -> tuple[str, ...]:
    """Return the cells of one comparison: line, expression, static shape, sizes, run-time shape, agree."""
    watched = comparison.watched
    agree = AGREES if comparison.agrees else DISAGREES
    sizes = sizes_text(_mentioned(comparison))
    return (str(watched.line), watched.source, watched.shape, sizes, comparison.actual, agree)


COMPARISON_HEAD: Final = ("line", "expression", "static shape", "sizes", "run-time shape", "agree")


def _mentioned(comparison: Comparison) -> Mapping[str, int | tuple[int, ...]]:
    """Keep the sizes that the static shape mentions; all of them if it is wrong."""
    if not comparison.agrees:
        return comparison.sizes
    shape = comparison.watched.shape
    words = set(
        "".join(letter if letter.isidentifier() or letter.isdigit() else " " for letter in shape).split()
    )
    return {name: number for name, number in comparison.sizes.items() if name in words}


def one_row_each(comparisons: Iterable[Comparison]) -> Iterator[Comparison]:
    """Keep of each expression the most telling comparison, and none of plain names that agree."""
    chosen: dict[int, Comparison] = {}
    for comparison in comparisons:
        key = id(comparison.watched)
        if key not in chosen or _telling(comparison) > _telling(chosen[key]):
            chosen[key] = comparison
    for one in sorted(chosen.values(), key=lambda one: one.watched.line):
        if not one.agrees or (one.watched.is_counted and not one.watched.source.isidentifier()):
            yield one


def _telling(comparison: Comparison) -> tuple[bool, int]:
    """A disagreement tells most; else sizes that differ from each other do."""
    return not comparison.agrees, len(set(comparison.sizes.values()))


def remarks(result: FileResult, answer: StaticAnswer) -> Iterator[str]:
    """Yield what else is to be said about a file: what was assumed, what raised, what could not be run."""
    if result.problem:
        yield f"{result.path}: it cannot be executed: {result.problem}"
    for body in answer.bodies_of(result.path):
        conditions = list(dict.fromkeys(text for way in body.exits for text in readable(way)))
        if body.function is not None and conditions:
            yield f"{result.path}:{body.line}: assumed: {', '.join(conditions)}"
    for tried in result.tried:
        yield from (f"{result.path}: {line}" for line in _about(tried))
    for name in sorted(result.misused):
        yield f"{result.path}: not compared: calls of {name} with arguments that its annotations do not allow"
    yield from (f"{result.path}:{line}" for line in _static_reports(answer.messages_of(result.path)))
    unreached = _unreached(result)
    if unreached:
        yield f"{result.path}: no run reaches the expressions of lines {', '.join(map(str, unreached))}"


def _about(tried: Tried) -> Iterator[str]:
    if tried.problem:
        yield f"not run: {tried.name}: {tried.problem}"
        return
    unexplained = [refusal for refusal in tried.refusals if not refusal.is_assumed]
    if unexplained:
        first = unexplained[0]
        count = f"{len(unexplained)} of {tried.runs + len(tried.refusals)} runs"
        yield f"raised: {tried.name}: {count}, such as {sizes_text(first.sizes)}: {first.error}"


def _static_reports(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        if message.code is not None and message.code.split("-")[0] == "shape":
            yield f"{message.line}: {message.severity}: {message.text}  [{message.code}]"


def _unreached(result: FileResult) -> list[int]:
    ran = {result.watched[number].function for number in result.reached}
    return sorted(
        {
            watched.line
            for number, watched in enumerate(result.watched)
            if watched.is_counted and number not in result.reached and watched.function in ran
        }
    )


class Progress:
    """A bar on a terminal that says how far a run has come, and what is being run; nothing elsewhere.

    Args:
        stream: Where it is shown.
        total: How many functions there are to run, at most.
    """

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._total = total
        self._count = 0

    def __call__(self, name: str) -> None:
        """Say what is run next."""
        self._count = min(self._count + 1, self._total)
        done = (self._count - 1) * _BAR // max(self._total, 1)
        self._write(f"[{'#' * done}{'.' * (_BAR - done)}] {self._count}/{self._total} {name}")

    def end(self) -> None:
        """Clear the line."""
        self._write("")
        if self._shown:
            self._stream.write("\r")

    def _write(self, text: str) -> None:
        if self._shown:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r{text[:width]:{width}}")
            self._stream.flush()
