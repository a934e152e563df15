"""`conformable check`: mypy with the plugin on, whatever the project's own configuration says."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from conformable.commands.mypy_settings import configuration_file, find_settings

__all__ = ["run"]

_USAGE = """\
usage: conformable check [MYPY ARGUMENTS] [FILES]

Run mypy with the plugin `conformable_mypy` on. All arguments are mypy's own (`mypy --help`).
A mypy configuration that names the plugin is used as it is; to any other one the plugin is added, in a copy
that lies in mypy's cache folder.
"""


def run(arguments: list[str]) -> int:
    """Run mypy in a process of its own and return its exit status.

    Args:
        arguments: What mypy gets, see `mypy --help`.
    """
    if arguments in (["-h"], ["--help"]):
        print(_USAGE, end="")
        return 0
    if find_spec("mypy") is None:
        print("conformable check: mypy is not installed; pip install 'conformable[mypy]'", file=sys.stderr)
        return 2
    rest, config_file = _without_option(arguments, "--config-file")
    try:
        settings = find_settings(Path.cwd(), config_file)
    except (OSError, ValueError) as error:
        print(f"conformable check: {error}", file=sys.stderr)
        return 2
    _, cache_dir = _without_option(arguments, "--cache-dir")
    configuration = configuration_file(settings, Path(cache_dir or settings.cache_dir))
    command = [sys.executable, "-m", "mypy", "--config-file", str(configuration), *rest]
    return subprocess.run(command, check=False).returncode


def _without_option(arguments: list[str], option: str) -> tuple[list[str], str | None]:
    """Split `--option value` or `--option=value` off; the last one counts, as in argparse."""
    rest: list[str] = []
    value: str | None = None
    remaining = iter(arguments)
    for argument in remaining:
        if argument == option:
            value = next(remaining, None)
        elif argument.startswith(f"{option}="):
            value = argument.removeprefix(f"{option}=")
        else:
            rest.append(argument)
    return rest, value
