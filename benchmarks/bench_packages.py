"""What the plugin adds to checking real packages: plain mypy and mypy with the plugin, side by side.

The packages are those of tests/packages; the types of torch are in mypy's cache. Two cases: every file of a
package has been edited and mypy runs anew; one function has been edited and the daemon checks its file again,
which is also timed as a user waits for it.

    python benchmarks/bench_packages.py [--folder WITH_THE_SOURCES] [--rounds 3] [PACKAGE ...]
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from packages_harness.pinned import PINNED, install  # noqa: E402 (after the path to it)

#: Variant -> mypy's configuration: the same files, as their own authors might check them.
VARIANTS = {
    "plain": "[mypy]\nignore_missing_imports = True\n",
    "plugin": (TESTS / "packages" / "mypy.ini").read_text(encoding="utf-8"),
}

#: The file of each package whose longest function is edited for the daemon: one of its larger modules.
EDITED = {
    "transformer_lens": "HookedTransformer.py",
    "linear_operator": "operators/_linear_operator.py",
    "maze_dataset": "maze/lattice_maze.py",
    "alphafold3_pytorch": "inputs.py",
}


MARK = "  # edited"


@dataclass(frozen=True)
class Checkout:
    """The sources of a package, where each variant has a cache and a daemon of its own."""

    folder: Path
    package: str

    def edit(self, paths: list[Path], mark: int) -> None:
        """Change some modules, each time by another number of bytes: mypy compares seconds and sizes."""
        for path in paths:
            text = path.read_text(encoding="utf-8").partition("\n# edited")[0].rstrip("\n")
            path.write_text(f"{text}\n# edited {'x' * mark}\n", encoding="utf-8")

    def edit_function(self, path: Path, mark: int) -> None:
        """Put a statement into the longest function of a module, in the place of the one put there before."""
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.endswith(MARK)]
        function = max(functions(ast.parse("\n".join(lines))), key=length)
        first = function.body[1 if len(function.body) > 1 else 0]
        indentation = lines[first.lineno - 1][: first.col_offset]
        lines.insert(first.lineno - 1, f"{indentation}edited = '{'x' * mark}'{MARK}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def options(self, variant: str) -> list[str]:
        """Return mypy's options."""
        return ["--config-file", f"{variant}.ini", "--cache-dir", f"cache_{variant}"]

    def run(self, *command: str) -> str:
        """Run a module of mypy in the folder; that it reports errors is no failure."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env={**kept, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stdout + done.stderr)
        return done.stdout

    def check(self, variant: str) -> float:
        """Check the package, and return the processor time that it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run("mypy", *self.options(variant), self.package)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    @contextmanager
    def daemon(self, variant: str) -> Iterator[Callable[[], tuple[float, float]]]:
        """Start a daemon that has checked the package; give what lets it check again.

        That returns the seconds a user waits, and the processor time that the daemon takes.
        """
        status = f"{self.package}_{variant}.json"
        dmypy = ("mypy.dmypy", "--status-file", status)
        self.run(*dmypy, "start", "--", *self.options(variant))
        try:
            self.run(*dmypy, "check", self.package)
            process = json.loads((self.folder / status).read_text(encoding="utf-8"))["pid"]

            def recheck() -> tuple[float, float]:
                before, started = processor_time(process), time.perf_counter()
                self.run(*dmypy, "check", self.package)
                return time.perf_counter() - started, processor_time(process) - before

            yield recheck
        finally:
            self.run(*dmypy, "stop")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length(function: ast.FunctionDef) -> int:
    """Return how many lines a function has."""
    return (function.end_lineno or function.lineno) - function.lineno


def processor_time(process: int) -> float:
    """Return the processor time that another process has taken (Linux only)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def edited_everywhere(checkout: Checkout, rounds: int) -> dict[str, float]:
    """Return the least processor time of each variant over some rounds, in which they take turns."""
    spent: dict[str, list[float]] = {variant: [] for variant in VARIANTS}
    sources = sorted((checkout.folder / checkout.package).rglob("*.py"))
    for round_ in range(rounds):
        checkout.edit(sources, round_ + 1)
        for variant, found in spent.items():
            found.append(checkout.check(variant))
    return {variant: min(found) for variant, found in spent.items()}


def edited_in_the_daemon(checkout: Checkout, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the median seconds that an edit takes in the daemon: waited for, and of processor time."""
    path = checkout.folder / checkout.package / EDITED[checkout.package]
    spent: dict[str, list[tuple[float, float]]] = {variant: [] for variant in VARIANTS}
    with checkout.daemon("plain") as plain, checkout.daemon("plugin") as plugin:
        for round_ in range(rounds + 1):
            checkout.edit_function(path, 100 + round_)
            for variant, recheck in (("plain", plain), ("plugin", plugin)):
                spent[variant].append(recheck())
    # What a daemon does for the first edit, it does once: it has not yet seen all modules in the same state.
    return {variant: medians(found[1:]) for variant, found in spent.items()}


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of each of two measures."""
    return statistics.median(first for first, _ in pairs), statistics.median(second for _, second in pairs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="*", default=list(PINNED), metavar="PACKAGE")
    parser.add_argument("--folder", type=Path, help="where the sources lie; installed by pip if not given")
    parser.add_argument("--rounds", type=int, default=3, help="how often each variant has its turn")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        if arguments.folder is None:
            install(folder)
        for variant, configuration in VARIANTS.items():
            (folder / f"{variant}.ini").write_text(configuration, encoding="utf-8")
        compare([Checkout(folder, package) for package in arguments.packages], arguments.rounds)


def compare(checkouts: list[Checkout], rounds: int) -> None:
    """Measure both cases, and print a line for each package."""
    sums = dict.fromkeys(VARIANTS, 0.0)
    print(f"every file edited, processor seconds, the least of {rounds} rounds")
    for checkout in checkouts:
        for variant in VARIANTS:
            checkout.check(variant)
        least = edited_everywhere(checkout, rounds)
        show(checkout.package, least)
        sums = {variant: sums[variant] + least[variant] for variant in VARIANTS}
    show("together", sums)
    print(f"one function edited, mypy's daemon, medians of {rounds} rounds: waited for, processor seconds")
    for checkout in checkouts:
        found = edited_in_the_daemon(checkout, rounds)
        for index, measure in enumerate(("waited for", "processor")):
            times = {variant: pair[index] for variant, pair in found.items()}
            show(f"{checkout.package}, {measure}", times)


def show(name: str, spent: dict[str, float]) -> None:
    """Print one comparison."""
    plain, plugin = spent["plain"], spent["plugin"]
    print(f"{name:32}{plain:8.2f}{plugin:8.2f}{plugin - plain:+8.2f} s{plugin / plain:8.2f}x", flush=True)


if __name__ == "__main__":
    main()
