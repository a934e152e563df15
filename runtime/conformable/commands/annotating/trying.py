"""What mypy says to annotations before they are written: none may stay that it would answer to."""

from __future__ import annotations

import ast
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformable.commands.annotating.writing import written
from conformable.commands.observations.mypy_run import cache_folder, messages_about

if TYPE_CHECKING:
    from conformable.commands.annotating.imports import Imports
    from conformable.commands.annotating.spelling import Spelt
    from conformable.commands.observations.mypy_run import MypyOptions
    from conformable.commands.reporting.messages import Message

#: How often annotations are taken back one function at a time, before all of them are.
_ROUNDS: Final = 8


@dataclass(frozen=True)
class Draft:
    """A file with annotations that it could have.

    Attributes:
        path: The file.
        source: Its content.
        imports: What it imports.
        annotations: What is to be written.
    """

    path: Path
    source: bytes
    imports: Imports
    annotations: tuple[Spelt, ...]

    @cached_property
    def text(self) -> bytes:
        """The file with the annotations in it."""
        return (
            written(self.source, self.annotations, self.imports.statements)
            if self.annotations
            else self.source
        )

    def without(self, unwanted: Iterable[Spelt]) -> Draft:
        """Take annotations back."""
        dropped = set(unwanted)
        return replace(self, annotations=tuple(each for each in self.annotations if each not in dropped))


@dataclass(frozen=True, slots=True)
class _Objection:
    """A message that comes with the annotations, or goes with them; the line is one of the file as it was."""

    path: Path
    line: int


def settled(drafts: Sequence[Draft], said: Sequence[Message], options: MypyOptions) -> list[Draft]:
    """Take back the annotations to which mypy objects.

    With those that are left, mypy says nothing that it did not say before, and says every report about shapes
    again. What may go is what it says about annotations that are missing.

    Args:
        drafts: The files.
        said: What mypy says about the files as they are.
        options: How mypy is to be run.

    Raises:
        StaticHalfError: If mypy does not come to an end.
    """
    current = list(drafts)
    for _ in range(_ROUNDS):
        if not any(draft.annotations for draft in current):
            return current
        objections = list(_objections(current, said, _said_to(current, options)))
        if not objections:
            return current
        blamed = {each for objection in objections for each in _blamed(objection, current)}
        current = [draft.without(blamed) for draft in current]
    return [draft.without(draft.annotations) for draft in current]


def _said_to(drafts: Sequence[Draft], options: MypyOptions) -> list[Message]:
    """Return what mypy says to the files as they would be."""
    with tempfile.TemporaryDirectory(prefix="conformable-", dir=cache_folder(options)) as folder:
        shadows = {draft.path: Path(folder, f"{number}.py") for number, draft in enumerate(drafts)}
        for draft in drafts:
            shadows[draft.path].write_bytes(draft.text)
        return messages_about(shadows, options, shadows)


def _objections(
    drafts: Sequence[Draft], before: Iterable[Message], after: Iterable[Message]
) -> Iterator[_Objection]:
    old, new = ([each for each in said if not _is_answer(each)] for said in (before, after))
    moved = {draft.path.resolve(): draft.text.count(b"\n") - draft.source.count(b"\n") for draft in drafts}
    for message in _more(new, old):
        path = message.path.resolve()
        yield _Objection(path, message.line - moved.get(path, 0))
    for message in _more(old, new):
        if (message.code or "").startswith("shape"):
            yield _Objection(message.path.resolve(), message.line)


def _more(some: Sequence[Message], others: Sequence[Message]) -> Iterator[Message]:
    """Yield the messages that are not among the others as often; lines do not count, as they move."""
    counted = Counter(map(_identity, some)) - Counter(map(_identity, others))
    return (message for message in some if _identity(message) in counted)


def _is_answer(message: Message) -> bool:
    """Tell whether it answers `reveal_type`: it may well say more than before."""
    return message.severity == "note" and message.text.startswith("Revealed ")


def _identity(message: Message) -> tuple[Path, str, str | None, str]:
    return message.path.resolve(), message.severity, message.code, message.text


def _blamed(objection: _Objection, drafts: Sequence[Draft]) -> Sequence[Spelt]:
    """Return what an objection may be about: what stands there, in the same function, or is called there."""
    own = [each for draft in drafts if draft.path.resolve() == objection.path for each in draft.annotations]
    every = [each for draft in drafts for each in draft.annotations]
    returns = [each for each in every if each.hint.kind == "return"]
    choices = (
        [each for each in own if each.hint.line == objection.line],
        [each for each in own if each.hint.lines[0] <= objection.line <= each.hint.lines[1]],
        *([each for each in returns if _mentions(text, each)] for text in _surroundings(objection)),
        own,
        returns,
        every,
    )
    return next(filter(None, choices), [])


def _mentions(text: str, annotation: Spelt) -> bool:
    return re.search(rf"\b{annotation.hint.name}\b", text) is not None


def _surroundings(objection: _Objection) -> Iterator[str]:
    """Yield the line of an objection, and the functions around it, the innermost first."""
    source = objection.path.read_text(encoding="utf-8")
    lines = source.splitlines()
    functions = (
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    around = [(first, last) for first, last in functions if first <= objection.line <= last]
    for first, last in [(objection.line, objection.line), *reversed(around)]:
        yield "\n".join(lines[first - 1 : last])
