"""`conformable shapes`: the source of a file with the shape of every tensor in it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from conformable.commands.observations.asking import add_mypy_options, mypy_options, python_files
from conformable.commands.observations.mypy_run import StaticHalfError, ask_static_half
from conformable.commands.showing.document import as_document
from conformable.commands.showing.entries import Shown, shown
from conformable.commands.showing.page import as_page
from conformable.commands.showing.text import Style, as_text

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Print the shapes of files and return the exit status.

    Args:
        arguments: See `conformable shapes --help`.
    """
    parsed = _parser().parse_args(arguments)
    try:
        files = python_files(parsed.files)
        answer = ask_static_half(files, mypy_options(parsed))
    except StaticHalfError as error:
        print(f"conformable shapes: {error}", file=sys.stderr)
        return 2
    sys.stdout.write(_FORMATS[parsed.format]([shown(path, answer) for path in files]))
    return 0


def _text(files: Sequence[Shown]) -> str:
    style = Style(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    if len(files) == 1:
        return as_text(files[0], style)
    return "\n".join(f"# {found.path}\n{as_text(found, style)}" for found in files)


def _json(files: Sequence[Shown]) -> str:
    return json.dumps(as_document(files), indent=2, ensure_ascii=False) + "\n"


_FORMATS: Final[dict[str, Callable[[Sequence[Shown]], str]]] = {
    "text": _text,
    "json": _json,
    "html": as_page,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable shapes",
        description="Show the shape of every tensor in a file, as mypy knows it: nothing is executed.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of files")
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="the source with shapes beside it, a document for tools, or a page (default: text)",
    )
    add_mypy_options(parser)
    return parser
