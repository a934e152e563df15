"""mypy's daemon for the language server: `python -m conformable_mypy.daemon STATUS_FILE MYPY_ARGUMENTS`.

It reads requests from its standard input and writes answers to its standard output, each a line of JSON, and
ends with its input. A request has

- `arguments`: mypy's own, those of the command line first, then the files;
- `shadows`: file -> the file in mypy's cache whose text it is to have, for text that is not saved;
- `edited`: the files whose text is another than in the last request.

An answer has `out`, `err` and `status` as mypy gives them, and `is_empty`, which is true where not even what
is imported could be read; or `restart`, the reason why another process must be asked; or `crash`, the
traceback with which this one ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from conformable.core.messages import plugin_has_changed
from conformable_mypy.config import Configuration, read_configuration
from conformable_mypy.mypy_daemon_api import Answer, Daemon
from conformable_mypy.sources import digest
from conformable_mypy.user_rules.loading import load

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Answer requests until there are no more.

    Args:
        arguments: The status file, then mypy's own.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What mypy or a plugin prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    daemon = Daemon(arguments[1:], arguments[0])
    begun = _state_of_plugin(daemon)
    for line in sys.stdin:
        if _state_of_plugin(daemon) != begun:
            _send({"restart": plugin_has_changed()}, answers)
            continue
        try:
            _send(_answer(daemon, json.loads(line)), answers)
        except Exception:  # noqa: BLE001  -- mypy's own failures end it, as they end its daemon
            _send({"crash": traceback.format_exc()}, answers)
            return 2
    return 0


def _answer(daemon: Daemon, request: dict[str, Any]) -> Answer:
    edited = frozenset(map(os.path.realpath, request["edited"]))
    answer = daemon.run(request["arguments"], request["shadows"], edited)
    return {**answer, "is_empty": daemon.is_empty}


def _send(answer: Answer, stream: IO[str]) -> None:
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def _state_of_plugin(daemon: Daemon) -> tuple[str, Configuration, str]:
    """Return what the plugin has read when it was loaded: mypy would not see a change of it."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):
        configuration = read_configuration(daemon.config_file)
        return digest(), configuration, load(configuration).digest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
