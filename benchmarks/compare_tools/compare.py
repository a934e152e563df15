"""Run every tool over the same programs and count what it finds and what it says of correct ones.

Usage: python benchmarks/compare_tools/compare.py [--environments FOLDER] [--only ENVIRONMENT ...]

Each of `programs/` exists twice: clean, and with one bug. Both are executed first: every clean one must run
(under jaxtyping's checks, too), every buggy one must fail. Each tool gets an environment of its own, which is
made where it is missing (some minutes, 4 GB). Results go to results.json; README.md and docs/comparison.md
get the tables that `tables.py` makes of them.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import json
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path

import tables
from environments import PACKAGES, ROOT, Environment, made
from rivals import RUN_TIME, STATIC, Tool, executed

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
GOLDEN = ROOT / "tests" / "golden"


def reported(tool: Tool, environment: Environment, files: Iterable[Path]) -> dict[str, list[int]]:
    """Return the lines of a tool's reports by program, after writing the files as the tool reads them."""
    with tempfile.TemporaryDirectory(prefix="programs_") as name:
        folder = Path(name)
        for file in files:
            (folder / file.name).write_text(tool.rewrite(file.read_text(encoding="utf-8")), encoding="utf-8")
        found: dict[str, list[int]] = {}
        for report in sorted(set(tool.check(environment, folder))):
            found.setdefault(report.program, []).append(report.line)
        return found


def functions_reported(tool: Tool, environment: Environment, files: list[Path]) -> set[str]:
    """Return the functions and methods in which a tool reports something, as `file:name`."""
    found = reported(tool, environment, files)
    return {
        f"{file.stem}:{name}"
        for file in files
        for name, first, last in functions(tool.rewrite(file.read_text(encoding="utf-8")))
        for line in found.get(file.stem, ())
        if first <= line <= last
    }


def functions(source: str) -> list[tuple[str, int, int]]:
    """Return the outermost functions and methods of a file, each with its first and last line."""
    found = []
    for node in ast.parse(source).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for part in inside:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([part.lineno, *(decorator.lineno for decorator in part.decorator_list)])
                found.append((prefix + part.name, first, part.end_lineno or part.lineno))
    return found


def mistakes(file: Path) -> set[str]:
    """Return the functions of a golden file that hold a mistake which fails at run time."""
    source = file.read_text(encoding="utf-8")
    marked = [n for n, line in enumerate(source.splitlines(), 1) if line.lstrip().startswith("# E: ")]
    static_only = {
        key.value.partition(".")[0] if isinstance(key, ast.Constant) else None
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STATIC_ONLY"
        if isinstance(node.value, ast.Dict)
        for key in node.value.keys
    }
    return {
        f"{file.stem}:{name}"
        for name, first, last in functions(source)
        # The comments of a last line stand below it.
        if any(first <= line <= last + 1 for line in marked) and name.partition(".")[0] not in static_only
    }


def on_programs(tool: Tool, environment: Environment) -> dict[str, list[str]]:
    """Return which programs a tool reports, of the clean and of the buggy ones."""
    if tool in RUN_TIME:
        return {
            kind: [report.program for report in tool.check(environment, PROGRAMS / kind)]
            for kind in ("clean", "buggy")
        }
    return {
        kind: sorted(reported(tool, environment, (PROGRAMS / kind).glob("*.py")))
        for kind in ("clean", "buggy")
    }


def on_golden(tool: Tool, environment: Environment) -> dict[str, int]:
    """Return how many functions of the golden files a tool reports."""
    wrong = {name for file in GOLDEN.glob("fail/*.py") for name in mistakes(file)}
    files = {kind: sorted((GOLDEN / kind).glob("*.py")) for kind in ("pass", "fail")}
    right = {
        f"{file.stem}:{name}" for file in files["pass"] for name, *_ in functions(file.read_text("utf-8"))
    }
    return {
        "wrong": len(wrong),
        "found": len(wrong & functions_reported(tool, environment, files["fail"])),
        "right": len(right),
        "false": len(right & functions_reported(tool, environment, files["pass"])),
    }


def on_examples(tool: Tool, environment: Environment) -> dict[str, int]:
    """Return how many lines of our correct example models a tool reports, and in how many of them."""
    files = [file for file in sorted((ROOT / "examples").glob("*.py")) if file.stem != "planted_bug"]
    found = reported(tool, environment, files)
    return {"files": len(files), "with": len(found), "lines": sum(map(len, found.values()))}


def run_first(environment: Environment) -> None:
    """Execute all programs.

    Raises:
        SystemExit: If a clean one fails, with jaxtyping's checks or without, or a buggy one does not.
    """
    check = executed("none")
    failing = {
        kind: {report.program for report in check(environment, PROGRAMS / kind)}
        for kind in ("clean", "buggy")
    }
    failing["clean"] |= {report.program for report in executed("jaxtyping")(environment, PROGRAMS / "clean")}
    names = {path.stem for path in (PROGRAMS / "clean").glob("*.py")}
    if failing["clean"] or failing["buggy"] != names:
        raise SystemExit(f"clean and failing: {failing['clean']}; not failing: {names - failing['buggy']}")
    print(f"{len(names)} clean programs run, {len(names)} buggy ones fail")


def result(tool: Tool, folder: Path) -> dict[str, object]:
    """Run one tool over everything."""
    words = {"title": tool.title, "how": tool.how, "package": tool.package, "version": None}
    environment = made(tool.environment, folder)
    if environment is None:
        return words
    words["version"] = environment.version(tool.package)
    print(f"{tool.title} {words['version']}", flush=True)
    found: dict[str, object] = {**words, **on_programs(tool, environment)}
    if tool in STATIC:
        found |= {"examples": on_examples(tool, environment), "golden": on_golden(tool, environment)}
    return found


def results_of_before() -> dict[str, dict[str, object]]:
    """Return what is in results.json, by the title of the tool."""
    document = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    return {tool["title"]: tool for tool in document["static"] + document["run_time"]}


def main() -> None:
    """Run all tools, or those that are named, and write down what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(tempfile.gettempdir()) / "conformable_compare_tools"
    parser.add_argument("--environments", type=Path, default=default)
    parser.add_argument("--only", nargs="*", choices=PACKAGES, help="keep the results of all others")
    parsed = parser.parse_args()
    folder = parsed.environments
    first = made("conformable", folder)
    if first is None:
        raise SystemExit("Conformable itself cannot be installed")
    run_first(first)
    only = parsed.only or PACKAGES
    kept = results_of_before() if parsed.only else {}
    document = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "libraries": {name: first.version(name) for name in ("torch", "numpy", "einops", "jaxtyping")},
        "programs": sorted(path.stem for path in (PROGRAMS / "clean").glob("*.py")),
        **{
            kind: [
                kept[tool.title] if tool.environment not in only else result(tool, folder) for tool in tools
            ]
            for kind, tools in (("static", STATIC), ("run_time", RUN_TIME))
        },
    }
    (HERE / "results.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    tables.write(ROOT)


if __name__ == "__main__":
    main()
