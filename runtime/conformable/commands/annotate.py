"""`conformable annotate`: what is known of shapes becomes annotations in the source."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from conformable.commands.annotating.finding import hints_of
from conformable.commands.annotating.imports import read_imports
from conformable.commands.annotating.spelling import read_spelling
from conformable.commands.observations.asking import add_mypy_options, mypy_options, python_files
from conformable.commands.observations.mypy_run import StaticHalfError, ask_static_half
from conformable.commands.observations.sources import read_source
from conformable.core.messages import annotate_summary, annotated_file, not_installed

if TYPE_CHECKING:
    from conformable.commands.annotating.hints import Kind
    from conformable.commands.annotating.trying import Draft
    from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer

__all__ = ["run"]

_DESCRIPTION = """\
Write the shapes that are known into files, as annotations of return types and locals. By default the changes
are only shown, as a diff. What is annotated stays as it is, and nothing is written that mypy would refuse.
"""


def run(arguments: list[str]) -> int:
    """Show or write annotations and return the exit status.

    Args:
        arguments: See `conformable annotate --help`.
    """
    parsed = _parser().parse_args(arguments)
    if find_spec("libcst") is None:
        print(f"conformable annotate: {not_installed('libcst', 'annotate')}", file=sys.stderr)
        return 2
    try:
        drafts = _drafts(python_files(parsed.files), mypy_options(parsed), _kinds(parsed))
    except StaticHalfError as error:
        print(f"conformable annotate: {error}", file=sys.stderr)
        return 2
    shows_changes = parsed.diff or not (parsed.in_place or parsed.check)
    for draft in drafts:
        if parsed.in_place:
            draft.path.write_bytes(draft.text)
        if shows_changes:
            sys.stdout.writelines(_difference(draft))
        else:
            print(annotated_file(str(draft.path), *_counts([draft])), file=sys.stderr)
    print(annotate_summary(len(drafts), *_counts(drafts), done=parsed.in_place), file=sys.stderr)
    return int(parsed.check and bool(drafts))


def _counts(drafts: Sequence[Draft]) -> tuple[int, int]:
    """Count return types and locals."""
    kinds = [each.hint.kind for draft in drafts for each in draft.annotations]
    return kinds.count("return"), kinds.count("local")


def _drafts(files: Sequence[Path], options: MypyOptions, kinds: Sequence[Kind]) -> list[Draft]:
    """Return the files that would change.

    Raises:
        StaticHalfError: If mypy does not come to an end.
    """
    from conformable.commands.annotating.trying import settled

    answer = ask_static_half(files, options)
    proposed = [_draft(path, answer, kinds) for path in files]
    return [draft for draft in settled(proposed, answer.messages, options) if draft.annotations]


def _draft(path: Path, answer: StaticAnswer, kinds: Sequence[Kind]) -> Draft:
    from conformable.commands.annotating.trying import Draft

    bodies = answer.bodies_of(path)
    source = read_source(path, {span for body in bodies for span in body.expressions})
    imports = read_imports(source.tree)
    spelling = read_spelling(source, imports)
    spelt = map(spelling.spelt, hints_of(source, bodies, imports, kinds))
    return Draft(path, path.read_bytes(), imports, tuple(filter(None, spelt)))


def _kinds(parsed: argparse.Namespace) -> list[Kind]:
    wanted: list[Kind] = []
    if parsed.returns or not parsed.locals:
        wanted.append("return")
    if parsed.locals or not parsed.returns:
        wanted.append("local")
    return wanted


def _difference(draft: Draft) -> Iterator[str]:
    old, new = (text.decode().splitlines(keepends=True) for text in (draft.source, draft.text))
    for line in difflib.unified_diff(old, new, str(draft.path), str(draft.path)):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="conformable annotate", description=_DESCRIPTION)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of files")
    what = parser.add_argument_group("what is annotated (default: both)")
    what.add_argument(
        "--returns", action="store_true", help="return types of functions with annotated parameters"
    )
    what.add_argument(
        "--locals", action="store_true", help="locals of functions whose parameters have shapes"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--in-place", "-i", action="store_true", help="write the files")
    how.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if there is something to add"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show the changes, also with --in-place or --check"
    )
    add_mypy_options(parser)
    return parser
