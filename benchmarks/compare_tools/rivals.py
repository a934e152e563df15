"""The tools: how each one is run over a folder of programs, and what counts as a report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import rewriting
from environments import Environment

HERE = Path(__file__).parent

MYPY_ERROR = re.compile(r"^(?P<file>[^:\n]+\.py):(?P<line>\d+): error: ", re.MULTILINE)
PYREFLY_ERROR = re.compile(r"^ *ERROR (?P<file>[^:\n]+\.py):(?P<line>\d+):", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """An error that a tool has reported.

    Attributes:
        program: The name of the file without its suffix.
        line: The line, counted from 1; 0 if the tool names none.
    """

    program: str
    line: int


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, as it is compared.

    Attributes:
        title: How the tables name it.
        environment: The environment that it needs.
        package: The package whose version the tables give.
        how: What it does, and what has been done to the programs for it.
        check: Gives the errors that it reports on the files of a folder.
        rewrite: Writes a program in the notation that the tool reads.
    """

    title: str
    environment: str
    package: str
    how: str
    check: Callable[[Environment, Path], list[Report]]
    rewrite: Callable[[str], str] = str


def _matches(pattern: re.Pattern[str], output: str) -> list[Report]:
    return [Report(Path(found["file"]).stem, int(found["line"])) for found in pattern.finditer(output)]


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.py"))


def _cache(environment: Environment) -> tuple[str, str]:
    """Return mypy's option for a cache that is kept: else each run would read torch anew."""
    return ("--cache-dir", str(environment.folder / "mypy_cache"))


def conformable(environment: Environment, folder: Path) -> list[Report]:
    """Run `conformable check`."""
    return _matches(
        MYPY_ERROR, environment.run(folder, "conformable", "check", *_cache(environment), *_files(folder))
    )


def mypy(environment: Environment, folder: Path) -> list[Report]:
    """Run mypy without a plugin."""
    return _matches(MYPY_ERROR, environment.run(folder, "mypy", *_cache(environment), *_files(folder)))


def pyrefly(environment: Environment, folder: Path) -> list[Report]:
    """Run `pyrefly check` with all its default checks, for the Python that its stubs are written for."""
    chosen = ("--preset", "default", "--python-version", "3.13")
    options = (*chosen, "--output-format", "min-text", "--python-interpreter-path")
    output = environment.run(
        folder, "pyrefly", "check", *_files(folder), *options, environment.program("python")
    )
    return _matches(PYREFLY_ERROR, output)


def torchtyc(environment: Environment, folder: Path) -> list[Report]:
    """Run `torchtyc check`; its warnings do not count."""
    options = ("--format", "json", "--python", environment.program("python"))
    document = json.loads(environment.run(folder, "torchtyc", "check", *_files(folder), *options))
    return [
        Report(Path(found["path"]).stem, found["line"])
        for found in document["diagnostics"]
        if found["severity"] == "error"
    ]


def torchshapeflow(environment: Environment, folder: Path) -> list[Report]:
    """Run `tsf check`; its warnings do not count."""
    document = json.loads(environment.run(folder, "tsf", "check", ".", "--json"))
    return [
        Report(Path(file["path"]).stem, found["line"])
        for file in document["files"]
        for found in file["diagnostics"]
        if found["severity"] == "error"
    ]


def executed(checker: str, *ignored: str) -> Callable[[Environment, Path], list[Report]]:
    """Return what runs the programs under a run-time checker; some errors do not count."""

    def check(environment: Environment, folder: Path) -> list[Report]:
        found = json.loads(environment.run(HERE, "python", HERE / "executing.py", checker, folder))
        return [Report(name, 0) for name, error in found.items() if error not in (None, *ignored)]

    return check


STATIC = (
    Tool("**Conformable**", "conformable", "conformable", "static, plain annotations", conformable),
    Tool("mypy alone", "conformable", "mypy", "static, plain annotations", mypy),
    Tool("Pyrefly", "pyrefly", "pyrefly", "static, plain annotations", pyrefly),
    Tool(
        "Pyrefly with its stubs and its decorator on every function",
        "pyrefly_stubs",
        "pyrefly",
        "static; axes declared once more in `@static_jaxtyping`",
        pyrefly,
        rewriting.with_declared_axes,
    ),
    Tool(
        "torchshapeflow",
        "torchshapeflow",
        "torchshapeflow",
        "static; annotations rewritten to its own, where it has a word for them",
        torchshapeflow,
        rewriting.with_shape_objects,
    ),
    Tool("torchtyc", "torchtyc", "torchtyc", "imports the file, runs functions on meta tensors", torchtyc),
)

RUN_TIME = (
    Tool(
        "running it, unchecked",
        "conformable",
        "torch",
        "PyTorch and NumPy alone",
        executed("none", "WrongResult"),
    ),
    Tool(
        "jaxtyping with beartype",
        "conformable",
        "jaxtyping",
        "on every function, while it runs",
        executed("jaxtyping", "WrongResult"),
    ),
    Tool(
        "**Conformable**, `@checked`",
        "conformable",
        "conformable",
        "on every function, while it runs",
        executed("conformable", "WrongResult"),
    ),
)
