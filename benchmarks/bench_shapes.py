"""How much longer `conformable shapes FILE` takes than `mypy FILE`, both with a warm cache and in turns.

Usage: python benchmarks/bench_shapes.py [FILE ...] [--rounds N]

mypy does not look at an unchanged file again, `shapes` lets it check the file anew: that is the difference.
Times are processor time of the process and its children, which other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = ("examples/mlp.py", "examples/attention.py", "examples/gpt.py")


def seconds(command: list[str]) -> float:
    """Run a command and return the processor time that it took, with its children."""
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    after = os.times()
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr.decode())
    return after.children_user + after.children_system - before.children_user - before.children_system


def measured(file: str, rounds: int, folder: Path) -> tuple[float, float]:
    """Return the median times of mypy and of `shapes`, after one run of each that fills the cache."""
    configuration = folder / "mypy.ini"
    configuration.write_text("[mypy]\nplugins = conformable_mypy\n", encoding="utf-8")
    options = ["--config-file", str(configuration), "--cache-dir", str(folder / "cache")]
    commands = (
        [sys.executable, "-m", "mypy", *options, file],
        [sys.executable, "-m", "conformable", "shapes", *options, file],
    )
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for command, taken in zip(commands, times, strict=True):
            spent = seconds(command)
            if number:
                taken.append(spent)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", default=FILES)
    parser.add_argument("--rounds", type=int, default=5)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for file in parsed.files:
            plain, shapes = measured(file, parsed.rounds, Path(folder))
            print(f"{file}: mypy {plain:.2f} s, shapes {shapes:.2f} s: {shapes - plain:+.2f} s")


if __name__ == "__main__":
    main()
