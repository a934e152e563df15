"""Which versions of Python and mypy give the reports that the golden files announce: a table.

Each pair gets an environment of its own, without torch: the light stubs serve. `python .ci/versions.py` tries
all pairs, `python .ci/versions.py 3.12:2.4.1 3.13:2.0.0` some. docs/measurements.md has the last table.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
sys.path.insert(0, str(ROOT / "tests"))

from golden_harness.expectations import expected_messages, golden_files  # noqa: E402  -- the line above lets it be found

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MYPYS = ("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.3.1", "2.4.0", "2.4.1")

_OUTPUT = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): error: (?P<text>.*\[shape(?:-\w+)?\])")


def main(pairs: list[str]) -> None:
    """Print one row of the table for each pair of versions."""
    print(
        "| Python | mypy | reports as announced | missing | too many |",
        "| --- | --- | --- | --- | --- |",
        sep="\n",
    )
    for pair in pairs or [f"{python}:{mypy}" for python in PYTHONS for mypy in MYPYS]:
        python, _, mypy = pair.partition(":")
        print(f"| {python} | {mypy} | {_tried(python, mypy)} |", flush=True)


def _tried(python: str, mypy: str) -> str:
    interpreter = _runs(f"python{python}")
    if interpreter is None:
        return "not here | |"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        own = Path(folder, "bin", "python")
        install = [str(own), "-m", "pip", "install", "--quiet", str(ROOT), f"mypy=={mypy}"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"cannot be installed: {done.stderr.strip().splitlines()[-1]} | |"
        return _compared(own, Path(folder, "cache"))


def _runs(command: str) -> str | None:
    """Return where a command is, if it can be run: a shim may stand for a version that is not there."""
    found = shutil.which(command)
    if found is None or subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
        return None
    return found


def _compared(python: Path, cache: Path) -> str:
    command = [
        str(python),
        "-m",
        "conformable",
        "check",
        "--config-file",
        "mypy.ini",
        "--cache-dir",
        str(cache),
    ]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))
    }
    done = subprocess.run(
        [*command, "--no-error-summary", "."],
        cwd=GOLDEN,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in {0, 1} or "could not analyse" in done.stdout:
        return f"failed: {(done.stderr or done.stdout).strip().splitlines()[-1]} | |"
    found = {(match["path"], int(match["line"]), match["text"]) for match in _reports(done.stdout)}
    wanted = set(_announced())
    return f"{len(found & wanted)} of {len(wanted)} | {len(wanted - found)} | {len(found - wanted)}"


def _reports(output: str) -> Iterator[re.Match[str]]:
    return (match for line in output.splitlines() if (match := _OUTPUT.fullmatch(line)) is not None)


def _announced() -> Iterator[tuple[str, int, str]]:
    for folder in ("fail", "pass", "reveal"):
        for path in golden_files(folder):
            for message in expected_messages(path):
                # What quotes PyTorch needs PyTorch.
                is_ours = ": PyTorch says: " not in message.text
                if message.mark == "E" and is_ours and re.search(r"\[shape(-\w+)?\]$", message.text):
                    yield str(path.relative_to(GOLDEN)), message.line, message.text


if __name__ == "__main__":
    main(sys.argv[1:])
