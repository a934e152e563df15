"""What a terminal shows while mypy runs: that something happens, and for how long."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TextIO

from conformable.core import messages

_EVERY_SECONDS = 1.0


def is_cold(cache_dir: Path) -> bool:
    """Tell whether mypy has not put anything into its cache folder yet."""
    return not any(cache_dir.glob("3.*"))


@contextmanager
def shown_while_waiting(cache_dir: Path, stream: TextIO) -> Iterator[None]:
    """Show on a terminal how long mypy has been running, and nothing elsewhere.

    Args:
        cache_dir: mypy's cache folder: with an empty one mypy runs for long.
        stream: Where it is shown; the line is gone at the end.
    """
    if not stream.isatty():
        yield
        return
    done, began, first = threading.Event(), monotonic(), is_cold(cache_dir)

    def show() -> None:
        waiting = True
        while waiting:
            _write(stream, messages.mypy_runs(int(monotonic() - began), first=first))
            waiting = not done.wait(_EVERY_SECONDS)

    shower = threading.Thread(target=show, daemon=True)
    shower.start()
    try:
        yield
    finally:
        done.set()
        shower.join()
        _write(stream, "")
        stream.write("\r")
        stream.flush()


def _write(stream: TextIO, text: str) -> None:
    width = shutil.get_terminal_size().columns - 1
    stream.write(f"\r{text[:width]:{width}}")
    stream.flush()
