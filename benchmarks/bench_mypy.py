"""What the plugin adds to a run of mypy: plain mypy and mypy with the plugin, side by side.

Both check the same generated package of small models and take turns, so that a slow moment of the machine
hits both; medians are compared. torch's own types are in mypy's cache. Three cases: nothing edited, one file
edited, and every file of the package edited; for the last, the time that the plugin spends in its own code is
counted as well. While the plugin itself is being edited, the figures mean nothing: mypy then checks all anew.
A line of its own says what it costs to ask torch about an operation without a rule.

    python benchmarks/bench_mypy.py [--rounds 7] [--modules 40]
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conformable.core.proof import Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy.torch_meta.fallback import Fallback

HERE = Path(__file__).parent
TIMED = HERE / "mypy_bench" / "timed_plugin.py"
MODEL = HERE / "mypy_bench" / "model.py.txt"

#: Variant -> mypy's configuration.
VARIANTS = {"plain": "", "plugin": "plugins = conformable_mypy", "timed": f"plugins = {TIMED}"}

#: By itself mypy ends without the usual end of a Python process, at which the timed plugin prints its sums.
CLEAN_EXIT = "import mypy.main; mypy.main.main(clean_exit=True)"


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Package:
    """A generated package that each variant checks, with a cache for each."""

    folder: Path
    modules: int

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in self.sources())

    def sources(self) -> list[Path]:
        """Return its modules."""
        return sorted((self.folder / "models").glob("*.py"))

    def generate(self) -> None:
        """Write it: every module but the first uses the one before it."""
        (self.folder / "models").mkdir()
        (self.folder / "models" / "__init__.py").write_text("", encoding="utf-8")
        model = MODEL.read_text(encoding="utf-8")
        for i in range(self.modules):
            before = f"from models.model_{i - 1} import Block as Before\n" if i else "Before = None\n"
            path = self.folder / "models" / f"model_{i}.py"
            path.write_text(model.replace("# before\n", before), encoding="utf-8")
        for variant, plugins in VARIANTS.items():
            (self.folder / f"{variant}.ini").write_text(
                f"[mypy]\nstrict = True\n{plugins}\n", encoding="utf-8"
            )

    def edit(self, paths: list[Path], round_: int) -> None:
        """Change some modules, each time by another number of bytes: mypy compares seconds and sizes."""
        for path in paths:
            text = path.read_text(encoding="utf-8").partition("# edited")[0]
            path.write_text(f"{text}# edited {'x' * (round_ + 1)}\n", encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Return the variables of a run: Python keeps what it compiles, as for a user, but elsewhere."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(self.folder / "compiled")}

    def check(self, variant: str) -> tuple[Cost, str]:
        """Check it, and return what that took and what it printed on stderr."""
        command = [sys.executable, *(("-c", CLEAN_EXIT) if variant == "timed" else ("-m", "mypy"))]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [*command, "--config-file", f"{variant}.ini", "-p", "models", "--cache-dir", f"cache_{variant}"],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        return Cost(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime), done.stderr


def compare(package: Package, rounds: int, prepare: Callable[[int], None]) -> dict[str, Cost]:
    """Return the median cost of each variant over some rounds, in which they take turns."""
    costs: dict[str, list[Cost]] = {"plain": [], "plugin": []}
    for round_ in range(rounds):
        prepare(round_)
        for variant, found in costs.items():
            found.append(package.check(variant)[0])
    return {
        variant: Cost(statistics.median(c.wall for c in found), statistics.median(c.cpu for c in found))
        for variant, found in costs.items()
    }


def show(name: str, costs: dict[str, Cost]) -> None:
    """Print one case."""
    plain, plugin = costs["plain"], costs["plugin"]
    for kind, before, after in (("wall", plain.wall, plugin.wall), ("CPU", plain.cpu, plugin.cpu)):
        difference = f"{1000 * (after - before):+10.0f} ms{after / before:8.2f}x"
        print(f"{name:24}{kind:6}{before:9.3f}{after:9.3f}{difference}")
        name = ""


def own_time(package: Package, rounds: int) -> dict[str, float]:
    """Return the median of the milliseconds that the plugin spends in its own code for 1,000 lines."""
    found: dict[str, list[float]] = {}
    for round_ in range(rounds):
        package.edit(package.sources(), 1000 + round_)
        for name, seconds in re.findall(r"(\w+)=([\d.]+)", package.check("timed")[1]):
            found.setdefault(name, []).append(1_000_000 * float(seconds) / package.lines)
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often each variant has its turn")
    parser.add_argument("--modules", type=int, default=40, help="how many modules the package has")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = Package(Path(folder), arguments.modules)
        package.generate()
        for variant in VARIANTS:
            package.check(variant)
        measure(package, arguments.rounds)


def measure(package: Package, rounds: int) -> None:
    """Measure the three cases and the plugin's own time."""
    sources = package.sources()
    print(f"{len(sources)} modules, {package.lines:,} lines; medians of {rounds} rounds, in seconds")
    print(f"{'':30}{'plain':>9}{'plugin':>9}")
    show("nothing edited", compare(package, rounds, lambda _: None))
    show("one file edited", compare(package, rounds, lambda round_: package.edit(sources[-1:], round_)))
    show("every file edited", compare(package, rounds, lambda round_: package.edit(sources, 100 + round_)))
    own = own_time(package, rounds)
    parts = ", ".join(f"{name} {spent:.1f}" for name, spent in own.items())
    print(f"the plugin's own code: {sum(own.values()):.1f} ms for 1,000 lines ({parts})")
    measure_fallback(package.folder / "answers")


def measure_fallback(cache: Path) -> None:
    """Measure what it takes to ask torch: the first question of a run, further ones, answers in the cache."""
    first, *further = asked(Fallback(str(cache)))
    known = asked(Fallback(str(cache)))
    print(
        f"asking torch: {first:.0f} ms for the first question (a process that imports torch),"
        f" {statistics.median(further):.0f} ms for each further one,"
        f" {statistics.median(known):.2f} ms where the answer is in the cache"
    )


def asked(fallback: Fallback) -> list[float]:
    """Return the milliseconds that each of some questions takes."""
    spent = []
    for rank in range(1, 7):
        shape = Shape(tuple(Size.of(Symbol(f"n{axis}")) for axis in range(rank)))
        started = time.perf_counter()
        fallback.apply("torch.nn.functional.silu", Proof(), (shape,), {}, set())
        spent.append(1000 * (time.perf_counter() - started))
    return spent


if __name__ == "__main__":
    main()
