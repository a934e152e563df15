"""One run of mypy over all golden files."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from golden_harness.expectations import GOLDEN, Message

_OUTPUT = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): (?P<severity>error|note): (?P<text>.*)")
_MARKS = {"error": "E", "note": "N"}


def run_mypy(cache_dir: Path) -> dict[Path, list[Message]]:
    """Check all golden files in one process.

    Args:
        cache_dir: Kept between runs: a cold run over torch takes half a minute, a warm one two seconds.

    Returns:
        File -> its messages in mypy's order; a file without any is absent.

    Raises:
        RuntimeError: If mypy did not come to an end, or printed something that belongs to no line of a file.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", str(cache_dir)),
        *("--no-error-summary", "--no-color-output", "--no-pretty", "--hide-error-context", "."),
    ]
    done = subprocess.run(command, cwd=GOLDEN, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"mypy ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    messages: dict[Path, list[Message]] = defaultdict(list)
    for line in done.stdout.splitlines():
        found = _OUTPUT.fullmatch(line)
        if found is None:
            raise RuntimeError(f"mypy printed something that belongs to no line of a file: {line}")
        message = Message(int(found["line"]), _MARKS[found["severity"]], found["text"])
        messages[GOLDEN / found["path"]].append(message)
    return dict(messages)
