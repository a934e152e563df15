"""How much of the annotated functions is understood: measured from what the plugin has observed.

Run `python tests/packages_harness/coverage.py FOLDER PACKAGE...`; FOLDER holds the sources of the packages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from packages_harness.annotated_functions import Span, alternatives, annotated_functions, span

Observed = dict[Span, dict[str, Any]]


@dataclass
class Coverage:
    """Counts over the syntax of annotated functions.

    Attributes:
        functions: Functions that declare the shape of what they return.
        proven: Those of which every return was proven to have it.
        assigned: Assignments to a name, except of what is certainly no tensor.
        known: Those where every size of the tensor is known.
        listed: Where a return was not proven, for a look at the source.
    """

    functions: int = 0
    proven: int = 0
    assigned: int = 0
    known: int = 0
    listed: list[str] | None = None

    def __str__(self) -> str:
        return (
            f"returns proven {self.proven}/{self.functions} ({_percent(self.proven, self.functions)}), "
            f"names with a known shape {self.known}/{self.assigned} ({_percent(self.known, self.assigned)})"
        )

    def add(self, path: Path, observed: Observed) -> None:
        """Count the functions of one file."""
        for function in annotated_functions(path.read_text(encoding="utf-8")):
            self._add_result(path, function, observed)
            for value in function.assigned:
                seen = observed.get(span(value))
                if seen is not None and not _is_tensor(seen):
                    continue
                self.assigned += 1
                self.known += seen is not None and _is_known(seen)

    def _add_result(self, path: Path, function: Any, observed: Observed) -> None:
        if function.result is None or not function.returns:
            return
        wanted = alternatives(function.result)
        proven = all(
            any(_fits(text, observed.get(span(value))) for text in wanted) for value in function.returns
        )
        self.functions += 1
        self.proven += proven
        if not proven and self.listed is not None:
            shown = ", ".join(_shown(observed.get(span(value))) for value in function.returns)
            self.listed.append(f"{path}:{function.line}: {function.name} -> {wanted}: {shown}")


def measure(folder: Path, package: str, config: Path, cache: Path, *, listing: bool = False) -> Coverage:
    """Run mypy with the plugin over a package and count.

    Args:
        folder: Where the package lies.
        package: Its import name.
        config: mypy's configuration.
        cache: mypy's cache.
        listing: Whether to list what was not proven.
    """
    files = sorted((folder / package).rglob("*.py"))
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as observations:
        Path(observations, "wanted.json").write_text(json.dumps([str(file.resolve()) for file in files]))
        command = [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(config),
            "--cache-dir",
            str(cache),
            package,
        ]
        environment = {**os.environ, "CONFORMABLE_OBSERVE": observations}
        subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)
        bodies = [
            json.loads(line)
            for records in Path(observations).glob("*.jsonl")
            for line in records.read_text(encoding="utf-8").splitlines()
        ]
    result = Coverage(listed=[] if listing else None)
    for file in files:
        result.add(file, dict(_observed(bodies, (folder / package).parent, file)))
    return result


def _observed(
    bodies: list[dict[str, Any]], folder: Path, file: Path
) -> Iterator[tuple[Span, dict[str, Any]]]:
    for body in bodies:
        if (folder / body["path"]).resolve() == file.resolve():
            for line, column, end_line, end_column, value in body["expressions"]:
                yield (line, column, end_line, end_column), value


def _is_tensor(seen: dict[str, Any]) -> bool:
    return bool(seen["kind"] == "tensor" or (seen["kind"] == "choice" and any(map(_some, seen["options"]))))


def _some(option: dict[str, Any] | None) -> bool:
    return option is None or option["kind"] == "tensor"


def _is_known(seen: dict[str, Any]) -> bool:
    if seen["kind"] == "choice":
        return all(
            option is not None and (option["kind"] == "none" or _is_known(option))
            for option in seen["options"]
        )
    return seen["kind"] == "tensor" and not {"_", "..."} & set(_axes(seen))


def _axes(seen: dict[str, Any]) -> list[str]:
    return str(seen["text"]).partition('"')[2].rstrip('"]').split()


def _fits(wanted: str | list[str], seen: dict[str, Any] | None) -> bool:
    if seen is None:
        return False
    if isinstance(wanted, list):
        items = seen.get("items", [])
        return len(items) == len(wanted) and all(map(_fits, wanted, items))
    if seen["kind"] == "choice":
        return all(
            option is not None and (option["kind"] == "none" or _fits(wanted, option))
            for option in seen["options"]
        )
    return seen["kind"] == "tensor" and _same(wanted.split(), _axes(seen))


def _same(wanted: list[str], axes: list[str]) -> bool:
    """Hold axes against the words of an annotation: `_` stands for one axis, `...` for any number."""
    run = next((i for i, word in enumerate(wanted) if word == "..." or word.startswith("*_")), None)
    if run is not None:
        after = len(wanted) - run - 1
        before, end = axes[:run], axes[len(axes) - after :]
        return len(axes) >= run + after and _same(wanted[:run], before) and _same(wanted[run + 1 :], end)
    return len(wanted) == len(axes) and all(map(_fits_axis, wanted, axes))


def _fits_axis(word: str, axis: str) -> bool:
    plain = word.rpartition("=")[2].removeprefix("#")
    return plain.startswith("_") or plain == axis.removeprefix("#")


def _shown(seen: dict[str, Any] | None) -> str:
    if seen is None:
        return "?"
    return str(seen.get("text", [_shown(item) for item in seen.get("items", seen.get("options", []))]))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def main(arguments: list[str]) -> None:
    """Print the coverage of packages."""
    folder, *packages = arguments
    config = Path(__file__).parent.parent / "packages" / "mypy.ini"
    for package in packages:
        found = measure(Path(folder), package, config, Path(".cache/packages").resolve(), listing=True)
        print(f"{package}: {found}")
        print(*(found.listed or []), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
