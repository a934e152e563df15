"""The `conformable` command: one module per sub-command, loaded when it is asked for.

A sub-command is a line in `COMMANDS` and a module of this package with a function
`run(arguments: list[str]) -> int` that parses its own arguments and returns the exit status.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from conformable import __version__

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "check": "run mypy with the plugin on; takes mypy's own arguments",
    "init": "put the plugin into mypy's configuration",
    "explain": "print what an error code means, with an example",
    "verify": "run functions and compare their shapes with what mypy says",
    "cost": "count the operations and bytes of a function from its shapes",
    "mutate": "put mistakes into a program and count those that mypy finds",
    "shapes": "show the shape of every tensor in a file",
    "annotate": "write the shapes that are known into a file, as annotations",
    "lsp": "serve an editor: reports, shapes and fixes while you type",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command.

    Args:
        arguments: The command line without the program's name; by default that of this process.

    Returns:
        The exit status.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        _parser().print_help(sys.stderr)
        return 2
    parsed = _parser().parse_args(given)
    run: Callable[[list[str]], int] = import_module(f"{__name__}.{parsed.command}").run
    try:
        status = run(parsed.arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has seen enough: https://docs.python.org/3/library/signal.html
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    summaries = "\n".join(f"  {name:{width}}  {summary}" for name, summary in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="conformable",
        description="Shapes, proven from jaxtyping annotations.",
        epilog=f"commands:\n{summaries}\n\n`conformable COMMAND --help` tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"conformable {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="what to do, see below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="the command's own arguments")
    return parser
