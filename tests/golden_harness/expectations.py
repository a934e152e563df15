"""The expected messages of a golden file: comments below the line that they belong to."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent.parent / "golden"

_COMMENT = re.compile(r"\s*# (?P<mark>[EN]): (?P<text>.*)")
_WITNESS = re.compile(r"fails for (?P<sizes>\w+=\d+(?:, \w+=\d+)*)")


@dataclass(frozen=True, slots=True)
class Message:
    """One line of mypy's output.

    Attributes:
        line: The line of code, counted from 1, as the file stands.
        mark: "E" for an error, "N" for a note.
        text: The message with its code, as mypy prints it.
    """

    line: int
    mark: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.mark}: {self.text}"

    @property
    def witness(self) -> dict[str, int]:
        """The sizes that the note gives as a witness, empty if it gives none."""
        found = _WITNESS.search(self.text) if self.mark == "N" else None
        pairs = found["sizes"].split(", ") if found else []
        return {name: int(size) for name, size in (pair.split("=") for pair in pairs)}


def golden_files(folder: str) -> list[Path]:
    """Return the golden files of one folder in a fixed order."""
    return sorted((GOLDEN / folder).glob("*.py"))


def expected_messages(path: Path) -> list[Message]:
    """Read the messages that the comments of a file announce."""
    messages: list[Message] = []
    code_line = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := _COMMENT.fullmatch(line):
            messages.append(Message(code_line, found["mark"], found["text"]))
        elif line.strip():
            code_line = number
    return messages


def rewritten(source: str, messages: Iterable[Message]) -> str:
    """Return the source with its expectations replaced by these messages."""
    of_line: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        of_line[message.line].append(message)
    lines = source.splitlines()
    result: list[str] = []
    for number, line in enumerate(lines, start=1):
        if _COMMENT.fullmatch(line):
            continue
        result.append(line)
        indent = _indent_below(line, lines[number:])
        result.extend(f"{indent}# {message.mark}: {message.text}" for message in of_line[number])
    return "\n".join(result) + "\n"


def _indent_below(line: str, following: list[str]) -> str:
    """Indent like the block that the line opens, else like the line."""
    code = [other for other in following if other.strip() and not _COMMENT.fullmatch(other)]
    return max(_indent(line), _indent(code[0]) if code else "", key=len)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def functions_with_errors(path: Path) -> dict[str, list[Message]]:
    """Sort the expected messages of a file by the function that they stand in.

    Returns:
        Qualified name of the outermost function or method -> its messages; "" is the module's top level.
    """
    spans = list(_functions(ast.parse(path.read_text(encoding="utf-8"))))
    found: dict[str, list[Message]] = defaultdict(list)
    for message in expected_messages(path):
        names = [name for name, first, last in spans if first <= message.line <= last]
        found[names[0] if names else ""].append(message)
    return {name: messages for name, messages in found.items() if any(each.mark == "E" for each in messages)}


def static_only(path: Path) -> dict[str, str]:
    """Return the functions of a file whose report is no fact of the run, each with the reason."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="STATIC_ONLY")], value=value):
                reasons: dict[str, str] = ast.literal_eval(value)
                return reasons
            case _:
                continue
    return {}


def _functions(node: ast.AST, prefix: str = "") -> Iterable[tuple[str, int, int]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield f"{prefix}{child.name}", child.lineno, child.end_lineno or child.lineno
            case ast.ClassDef():
                yield from _functions(child, f"{prefix}{child.name}.")
            case _:
                yield from _functions(child, prefix)
