"""`conformable lsp`: a language server, which an editor starts."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec

from conformable.commands.observations.asking import add_mypy_options, mypy_options
from conformable.core.messages import pygls_is_missing, waits_for_an_editor

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Serve an editor over stdin and stdout until it ends, and return the exit status.

    Args:
        arguments: See `conformable lsp --help`.
    """
    parsed = _parser().parse_args(arguments)
    if find_spec("pygls") is None:
        print(f"conformable lsp: {pygls_is_missing()}", file=sys.stderr)
        return 2
    from conformable.commands.serving.features import make_server

    if sys.stdin.isatty():
        print(waits_for_an_editor(), file=sys.stderr)
    server = make_server(mypy_options(parsed))
    # pygls closes what it writes to.
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    try:
        server.start_io(sys.stdin.buffer, stream)
    finally:
        server.abandon()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable lsp",
        description="Serve an editor over stdin and stdout: diagnostics, inlay hints, hover, code actions.",
    )
    parser.add_argument("--stdio", action="store_true", help="the default; some editors say so all the same")
    add_mypy_options(parser)
    return parser
