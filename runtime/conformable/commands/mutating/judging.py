"""Put mistakes into a program, run what comes out, and ask the static half about it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.mutating.executing import Outcome, execute
from conformable.commands.mutating.mutations import Mutant, mutants_of
from conformable.commands.observations.mypy_run import MypyOptions, cache_folder, messages_about

if TYPE_CHECKING:
    from conformable.commands.reporting.messages import Message


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant, what happened when it ran, and what the static half says that is new.

    Attributes:
        mutant: The program.
        outcome: How its run ended.
        reports: What is reported of its shapes.
        type_errors: What mypy says of its types, with or without the plugin.
    """

    mutant: Mutant
    outcome: Outcome
    reports: tuple[str, ...]
    type_errors: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether the program fails for its shapes, and for nothing else."""
        return self.outcome.failed and not self.outcome.for_its_data and not self.type_errors

    @property
    def caught(self) -> bool:
        """Whether the static half reports a program that fails."""
        return self.broken and bool(self.reports)

    @property
    def missed(self) -> bool:
        """Whether the static half says nothing about a program that fails."""
        return self.broken and not self.reports


@dataclass(frozen=True, slots=True)
class Trial:
    """A file: whether it runs as it is, what is reported of it, and if it runs, its mutants."""

    path: Path
    outcome: Outcome
    reports: tuple[str, ...]
    judged: tuple[Judged, ...]


def trials(paths: Sequence[Path], options: MypyOptions, limit: int | None = None) -> list[Trial]:
    """Try files: mypy checks all mutants in one run.

    Args:
        paths: Programs that run as scripts.
        options: How mypy is to be run.
        limit: How many mutants of a file are tried at most, spread over the file.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=cache_folder(options)) as name:
        folder = Path(name)
        originals = [_written(folder, f"original_{path.stem}", path.read_text("utf-8")) for path in paths]
        outcomes = dict(zip(originals, execute(originals), strict=True))
        made = [
            [] if outcomes[original].failed else _chosen(mutants_of(path.read_text("utf-8")), limit)
            for path, original in zip(paths, originals, strict=True)
        ]
        files = [
            [_written(folder, f"{path.stem}_{index}", mutant.source) for index, mutant in enumerate(mutants)]
            for path, mutants in zip(paths, made, strict=True)
        ]
        mutated = [file for group in files for file in group]
        said = _errors([*originals, *mutated], options)
        outcomes |= zip(mutated, execute(mutated), strict=True)
    return [
        Trial(
            path,
            outcomes[original],
            said[original].shapes,
            tuple(
                _judged(mutant, outcomes[file], said[file], said[original])
                for mutant, file in zip(mutants, group, strict=True)
            ),
        )
        for path, original, mutants, group in zip(paths, originals, made, files, strict=True)
    ]


def _judged(mutant: Mutant, outcome: Outcome, said: _Said, of_original: _Said) -> Judged:
    return Judged(
        mutant,
        outcome,
        tuple(text for text in said.shapes if text not in of_original.shapes),
        tuple(text for text in said.types if text not in of_original.types),
    )


def _chosen(mutants: list[Mutant], limit: int | None) -> list[Mutant]:
    if limit is None or len(mutants) <= limit:
        return mutants
    return [mutants[index * len(mutants) // limit] for index in range(limit)]


def _written(folder: Path, stem: str, source: str) -> Path:
    file = folder / f"{stem}.py"
    file.write_text(source, encoding="utf-8")
    return file


@dataclass(frozen=True, slots=True)
class _Said:
    """What mypy says of one file: of its shapes, and otherwise."""

    shapes: tuple[str, ...]
    types: tuple[str, ...]


def _errors(files: Sequence[Path], options: MypyOptions) -> dict[Path, _Said]:
    messages = [message for message in messages_about(files, options) if message.severity == "error"]
    return {
        file: _said([message for message in messages if message.path.name == file.name]) for file in files
    }


def _said(messages: Sequence[Message]) -> _Said:
    def texts(*, of_shapes: bool) -> tuple[str, ...]:
        chosen = [one for one in messages if (one.code or "").startswith("shape") is of_shapes]
        return tuple(f"{message.line}: {message.text}" for message in chosen)

    return _Said(texts(of_shapes=True), texts(of_shapes=False))
