"""What mypy says about a cell of a notebook, given the cells that ran before it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from conformable.commands.mypy_invocation import NoMypyRunError, prepared
from conformable.commands.reporting.messages import JSON_OPTIONS, Message, read_messages
from conformable.core.messages import in_an_earlier_cell

__all__ = ["messages_of_cell"]

_NAME = "notebook.py"

#: How messages name a line of the file.
_LINE = re.compile(r"\b(?P<word>at|on) line (?P<line>\d+)\b")

#: What is no mistake in a notebook: a name is defined anew when its cell runs again; IPython prints values.
_USUAL = ("--allow-redefinition", "--disable-error-code", "no-redef", "--ignore-missing-imports")


def messages_of_cell(before: Sequence[str], cell: str, folder: Path, cache: Path) -> list[Message]:
    """Check a cell.

    Args:
        before: The cells that ran before it.
        cell: The cell, as Python.
        folder: Where the file is written.
        cache: mypy's cache.

    Returns:
        What mypy says about the cell, with its own line numbers; nothing if mypy cannot be run.
    """
    above = "".join(f"{earlier.rstrip()}\n" for earlier in before)
    file = folder / _NAME
    file.write_text(above + cell, encoding="utf-8")
    options = ["--cache-dir", str(cache), *_USUAL, *JSON_OPTIONS, str(file)]
    try:
        with prepared(options) as run:
            done = subprocess.run(
                run.command, env=run.environment, capture_output=True, text=True, check=False
            )
    except NoMypyRunError:
        return []
    first = above.count("\n")
    return [
        of_cell(message, first)
        for message in read_messages(done.stdout.splitlines())
        if message.path.name == _NAME and message.line > first
    ]


def of_cell(message: Message, first: int) -> Message:
    """Count the line of a message, and those that it mentions, from the beginning of the cell.

    Args:
        message: What mypy says about the file.
        first: How many lines stand above the cell.
    """

    def place(found: re.Match[str]) -> str:
        line = int(found["line"]) - first
        return f"{found['word']} line {line}" if line > 0 else in_an_earlier_cell()

    text, *notes = (_LINE.sub(place, said) for said in (message.text, *message.notes))
    return replace(message, path=Path("cell"), line=message.line - first, text=text, notes=tuple(notes))
