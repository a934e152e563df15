"""The source of a file with shapes at the end of its lines, for a terminal or a pipe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message
    from conformable.commands.showing.entries import Entry, Shown

#: Shapes stand in one column, unless a line reaches beyond it.
_WIDEST: Final = 88

_SHAPE: Final = "36"
_ERROR: Final = "31"
_NOTE: Final = "2"


@dataclass(frozen=True, slots=True)
class Style:
    """How shapes and messages are set off from the source."""

    colour: bool

    def paint(self, text: str, code: str) -> str:
        """Colour a text, if colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def as_text(found: Shown, style: Style) -> str:
    """Print a file with its shapes, and below a line what mypy says about it.

    Args:
        found: What there is to show.
        style: Whether to use colours.
    """
    lines = found.text.splitlines()
    remarks = remarks_of_lines(found)
    width = min(_WIDEST, max((len(lines[number - 1]) for number in remarks), default=0))
    messages: dict[int, list[Message]] = defaultdict(list)
    for message in found.messages:
        messages[message.line].append(message)
    printed: list[str] = []
    for number, line in enumerate(lines, start=1):
        remark = "; ".join(remarks.get(number, ()))
        printed.append(f"{line:{width}}  {style.paint(f'# {remark}', _SHAPE)}" if remark else line)
        indent = line[: len(line) - len(line.lstrip())]
        printed.extend(indent + text for message in messages[number] for text in _lines_of(message, style))
    return "\n".join(printed) + "\n"


def remarks_of_lines(found: Shown) -> dict[int, list[str]]:
    """Say at the end of each line which shapes end there, and at a `def` what its body assumes."""
    remarks: dict[int, list[str]] = defaultdict(list)
    for assumed in found.assumed:
        remarks[max(assumed.line, 1)].append(f"assumes {', '.join(assumed.conditions)}")
    for entry in found.entries:
        remark = remark_of(entry)
        if remark and remark not in remarks[entry.end_line]:
            remarks[entry.end_line].append(remark)
    return {number: texts for number, texts in remarks.items() if texts}


def remark_of(entry: Entry) -> str:
    """Say what shape something has: `y: "b n"`, or `-> "b n"`; "" where that says nothing new."""
    match entry.role:
        case "return":
            return f"-> {entry.text}"
        case "assignment":
            return f"{entry.target}: {entry.text}"
        case "expression":
            return ""
        case _:
            return "" if entry.is_name else f"{entry.source}: {entry.text}"


def _lines_of(message: Message, style: Style) -> Iterator[str]:
    code = f"  [{message.code}]" if message.code else ""
    paint = _ERROR if message.severity == "error" else _NOTE
    yield style.paint(f"# {message.severity}: {message.text}{code}", paint)
    for note in message.notes:
        yield style.paint(f"# note: {note}", _NOTE)
