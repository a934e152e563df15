"""The shapes of files as one self-contained HTML page: beside each line, on hover, and errors in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from conformable.commands.showing.text import remarks_of_lines

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message
    from conformable.commands.showing.entries import Entry, Shown

_STYLE: Final = """\
:root { color-scheme: light dark; --text: #1f2328; --page: #fff; --quiet: #6a737d; --line: #d0d7de88;
  --row: #f6f8fa; --shape: #0a6e62; --over: #0a7d6f26; --error: #b3261e; --wrong: #b3261e0d; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --quiet: #8b949e;
  --line: #30363d; --row: #161b22; --shape: #4fd1bd; --over: #4fd1bd30; --error: #ff7b72;
  --wrong: #ff7b7214; } }
body { font: 14px/1.55 system-ui, sans-serif; color: var(--text); background: var(--page);
  margin: 1.5rem auto 4rem; max-width: 100rem; padding: 0 1.5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .2rem; } p { color: var(--quiet); margin: 0 0 .8rem; }
p b { color: var(--error); font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
td { padding: 0 .8rem 0 0; vertical-align: top; white-space: pre; font: 13px/1.6 ui-monospace, monospace; }
td.number { color: var(--quiet); text-align: right; user-select: none; width: 1%; }
td.code { width: 1%; padding-right: 2rem; }
td.shape { color: var(--shape); white-space: pre-wrap; border-left: 1px solid var(--line);
  padding-left: 1rem; }
tbody tr:hover { background: var(--row); }
tr.wrong, tr.error, tr.note { background: var(--wrong); }
tr.error td, tr.note td { white-space: pre-wrap; }
tr.error td.said { color: var(--error); font-weight: 600; } tr.note td.said { color: var(--quiet); }
.over { background: var(--over); border-radius: 3px; }
#shape { position: fixed; display: none; padding: .15rem .6rem; border-radius: 5px; pointer-events: none;
  background: #24292f; color: #fff; font: 13px/1.6 ui-monospace, monospace; box-shadow: 0 2px 8px #0004; }
"""

_SCRIPT: Final = """\
const tip = document.getElementById("shape");
let over = null;
document.addEventListener("mousemove", event => {
  const found = event.target.closest?.("[data-shape]") ?? null;
  if (found !== over) { over?.classList.remove("over"); found?.classList.add("over"); over = found; }
  tip.style.display = found ? "block" : "none";
  if (found) {
    tip.textContent = found.dataset.shape;
    tip.style.left = event.clientX + 12 + "px"; tip.style.top = event.clientY + 16 + "px";
  }
});
"""


def as_page(files: Iterable[Shown]) -> str:
    """Return the page.

    Args:
        files: What there is to show of each file.
    """
    found = list(files)
    names = escape(", ".join(each.path.name for each in found))
    sections = "\n".join(map(_section, found))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{names}</title>\n'
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n{sections}\n"
        f'<div id="shape"></div>\n<script>\n{_SCRIPT}</script>\n</body>\n</html>\n'
    )


def _section(found: Shown) -> str:
    rows = "\n".join(_rows(found))
    return f"<h2>{escape(str(found.path))}</h2>\n<p>{_summary(found)}</p>\n<table>\n{rows}\n</table>"


def _summary(found: Shown) -> str:
    """Say what there is to see, and how."""
    errors = sum(message.severity == "error" for message in found.messages)
    told = f"{len(found.entries)} shapes; point at an expression to see its own"
    return f"<b>{errors} {'error' if errors == 1 else 'errors'}</b>, {told}" if errors else told


def _rows(found: Shown) -> Iterator[str]:
    lines = found.text.splitlines()
    remarks = remarks_of_lines(found)
    marks = _marks(found, lines)
    messages: dict[int, list[Message]] = defaultdict(list)
    for message in found.messages:
        messages[message.line].append(message)
    for number, line in enumerate(lines, start=1):
        remark = escape("\n".join(remarks.get(number, ())))
        wrong = any(message.severity == "error" for message in messages[number])
        kind = ' class="wrong"' if wrong else ""
        code = _marked(line, marks[number])
        yield (
            f'<tr{kind}><td class="number">{number}</td><td class="code">{code}</td>'
            f'<td class="shape">{remark}</td></tr>'
        )
        indent = line[: len(line) - len(line.lstrip())]
        for message in messages[number]:
            yield from _message_rows(message, indent)


def _message_rows(message: Message, indent: str) -> Iterator[str]:
    """Yield the rows of a message: below its line, as far to the right as its code begins."""
    code = f"  [{message.code}]" if message.code else ""
    yield _said(message.severity, f"{indent}{message.severity}: {message.text}{code}")
    for note in message.notes:
        yield _said("note", f"{indent}note: {note}")


def _said(kind: str, text: str) -> str:
    return f'<tr class="{kind}"><td class="number"></td><td class="said" colspan="2">{escape(text)}</td></tr>'


class _Mark(NamedTuple):
    """A piece of one line that belongs to an expression, ordered so that outer ones come first."""

    start: int
    minus_end: int
    order: int
    shape: str


def _marks(found: Shown, lines: list[str]) -> dict[int, list[_Mark]]:
    """Cut the expressions into pieces of lines."""
    marks: dict[int, list[_Mark]] = defaultdict(list)
    outer_first = sorted(
        found.entries, key=lambda entry: (entry.line, entry.column, -entry.end_line, -entry.end_column)
    )
    for order, entry in enumerate(outer_first):
        for number in range(entry.line, entry.end_line + 1):
            start = entry.column if number == entry.line else 0
            end = entry.end_column if number == entry.end_line else len(lines[number - 1])
            marks[number].append(_Mark(start, -end, order, _told(entry)))
    return marks


def _told(entry: Entry) -> str:
    return f"{entry.dtype} {entry.text}" if entry.dtype else entry.text


def _marked(line: str, marks: Iterable[_Mark]) -> str:
    """Put a line's pieces into nested elements."""
    written: list[str] = []
    ends: list[int] = []
    at = 0

    def go_to(column: int) -> None:
        nonlocal at
        while ends and ends[-1] <= column:
            end = ends.pop()
            written.append(escape(line[at:end]) + "</span>")
            at = end
        written.append(escape(line[at:column]))
        at = column

    for mark in sorted(marks):
        go_to(mark.start)
        ends.append(-mark.minus_end)
        written.append(f'<span data-shape="{escape(mark.shape)}">')
    go_to(len(line) + 1)
    return "".join(written)
