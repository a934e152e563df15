"""The action that silences one error: `# type: ignore[shape-matmul]`."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from typing import Final

_IGNORE: Final = re.compile(r"# *type: *ignore(?:\[(?P<codes>[^]]*)\])?")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A piece of one line, and what is to stand there instead.

    Attributes:
        line: From 1.
        start: In characters from 0.
        end: The same.
        text: What is to stand there.
    """

    line: int
    start: int
    end: int
    text: str


def ignoring(text: str, line: int, code: str) -> Replacement | None:
    """Return the edit that lets mypy ignore a code on a line.

    Args:
        text: The file.
        line: From 1.
        code: The error code.

    Returns:
        None where no comment can stand, or the code is ignored already.
    """
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    written = text.splitlines()[line - 1]
    inside = any(token.start[0] <= line < token.end[0] and token.string.strip() for token in tokens)
    if inside or written.endswith("\\"):
        return None
    comment = next((each for each in tokens if each.type == tokenize.COMMENT and each.start[0] == line), None)
    if comment is None:
        end = len(written.rstrip())
        return Replacement(line, end, end, f"  # type: ignore[{code}]")
    start = comment.start[1]
    found = _IGNORE.match(comment.string)
    if found is None:
        # mypy reads what stands first in a comment.
        return Replacement(line, start, start, f"# type: ignore[{code}]  ")
    codes = [each.strip() for each in (found["codes"] or "").split(",") if each.strip()]
    if not codes or code in codes:
        return None
    return Replacement(line, start, start + found.end(), f"# type: ignore[{', '.join((*codes, code))}]")
