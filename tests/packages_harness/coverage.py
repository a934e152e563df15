"""How much of the annotated functions is understood: measured from what the plugin has observed.

Run `python tests/packages_harness/coverage.py FOLDER PACKAGE...`; FOLDER holds the sources of the packages.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).parent.parent))

from packages_harness.annotated_functions import AnnotatedFunction, Span, annotated_functions, span, spans

#: What names hold that has the type `Any` and is no tensor, with what it is instead: read by hand in the
#: pinned sources, as the reports are.
NO_TENSORS = Path(__file__).parent.parent / "packages" / "no_tensors.json"


@dataclass
class Observed:
    """What the interpreter has seen in one file.

    Attributes:
        values: The values of expressions.
        proven: Whether returned expressions have the declared shape for all sizes.
        other: Expressions that are no tensors, by mypy's types or those that the names they are stored in
            are declared to have.
        unreached: Returned expressions to which no way leads.
    """

    values: dict[Span, dict[str, Any]] = field(default_factory=dict)
    proven: dict[Span, bool] = field(default_factory=dict)
    other: set[Span] = field(default_factory=set)
    unreached: set[Span] = field(default_factory=set)

    def add(self, body: dict[str, Any]) -> None:
        """Add what was seen in one body."""
        self.values |= {tuple(place): value for *place, value in body["expressions"]}
        self.proven |= {tuple(place): proven for *place, proven in body["proven"]}
        self.other |= set(map(tuple, body["other"]))
        self.unreached |= set(map(tuple, body["unreached"]))

    def place(self, value: ast.expr, source: list[str]) -> Span:
        """Give where mypy says that an expression stands: it leaves parentheses at the ends out."""
        seen = self.values.keys() | self.proven.keys() | self.other | self.unreached
        return next((place for place in spans(value, source) if place in seen), span(value))

    def tensor(self, place: Span) -> Literal["known", "unknown", "other"]:
        """Tell what an assigned expression is; what may be a tensor counts as one."""
        seen = self.values.get(place)
        if seen is None:
            return "other" if place in self.other else "unknown"
        if not _is_tensor(seen):
            return "other"
        return "known" if _is_known(seen) else "unknown"


@dataclass
class Coverage:
    """Counts over the syntax of annotated functions.

    Attributes:
        functions: Functions that declare the shapes of a parameter and of what they return.
        proven: Those of which every return was proven to have it.
        assigned: Assignments to a name, except of what is certainly no tensor.
        known: Those where every size of the tensor is known.
        by_hand: Assigned expressions that were left out because they are listed as no tensors.
        listed: What was not proven and not known, for a look at the source.
    """

    functions: int = 0
    proven: int = 0
    assigned: int = 0
    known: int = 0
    by_hand: list[str] = field(default_factory=list)
    listed: list[str] | None = None

    def __str__(self) -> str:
        return (
            f"returns proven {self.proven}/{self.functions} ({_percent(self.proven, self.functions)}), "
            f"names with a known shape {self.known}/{self.assigned} ({_percent(self.known, self.assigned)}), "
            f"names listed as no tensors {len(self.by_hand)}"
        )

    def add(self, path: Path, observed: Observed, no_tensors: Container[str] = ()) -> None:
        """Count the functions of one file.

        Args:
            path: The file.
            observed: What the interpreter has seen in it.
            no_tensors: Expressions without a type that are listed as no tensors.
        """
        text = path.read_text(encoding="utf-8")
        source = text.splitlines()
        for function in annotated_functions(text):
            self._add_result(path, function, source, observed)
            for value in function.assigned:
                place = observed.place(value, source)
                found = observed.tensor(place)
                if found == "unknown" and ast.unparse(value) in no_tensors:
                    self.by_hand.append(ast.unparse(value))
                    continue
                self.assigned += found != "other"
                self.known += found == "known"
                if found == "unknown":
                    self._list("name", path, value, observed.values.get(place))

    def _add_result(
        self, path: Path, function: AnnotatedFunction, source: list[str], observed: Observed
    ) -> None:
        if not function.has_contract or not function.returns:
            return
        every = [(value, observed.place(value, source)) for value in function.returns]
        places = [(value, place) for value, place in every if place not in observed.unreached]
        if not places:
            return
        unproven = [(value, place) for value, place in places if not observed.proven.get(place)]
        self.functions += 1
        self.proven += not unproven
        for value, place in unproven:
            self._list("return", path, value, observed.values.get(place))

    def _list(self, kind: str, path: Path, value: ast.expr, seen: dict[str, Any] | None) -> None:
        if self.listed is not None:
            text = " ".join(ast.unparse(value).split())
            self.listed.append(f"{path}:{value.lineno}: {kind} {_shown(seen)} <- {text}")


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
    no_tensors = json.loads(NO_TENSORS.read_text(encoding="utf-8"))
    for file in files:
        observed = Observed()
        for body in bodies:
            if (folder / body["path"]).resolve() == file.resolve():
                observed.add(body)
        result.add(file, observed, no_tensors.get(file.relative_to(folder).as_posix(), {}))
    return result


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
    return seen["kind"] == "tensor" and all(map(_is_known_part, seen["shape"]))


def _is_known_part(part: Any) -> bool:
    """Tell whether a size is known; one without a name is, if a parameter of the function declares it."""
    if isinstance(part, dict):
        return _has_name(part["name"], part["scope"])
    return all(map(_is_known_atom, (atom for _, *atoms in part for atom in atoms)))


def _is_known_atom(atom: list[Any]) -> bool:
    kind, *rest = atom
    if kind == "symbol":
        return _has_name(rest[0], rest[1])
    return all(_is_known_part(operand) for operand in rest if isinstance(operand, list))


def _has_name(name: str, scope: str) -> bool:
    # What arises at a place of a body has the place in its scope; what a parameter declares has not.
    return name not in {"_", "..."} or ":" not in scope


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
