"""The tables of what compare.py has measured, for README.md and docs/comparison.md.

Usage: python benchmarks/compare_tools/tables.py, after which both files hold what results.json says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
RESULTS = Path(__file__).parent / "results.json"

#: Where the tables stand: between <!-- table: NAME --> and <!-- end -->.
PAGES = ("README.md", "docs/comparison.md")
PLACE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

Results = dict[str, Any]


def write(root: Path = ROOT) -> None:
    """Put the tables where they belong."""
    for page in PAGES:
        path = root / page
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


def filled(text: str) -> str:
    """Return a page with its tables renewed."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    return PLACE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]](results)}\n\n{found[3]}", text)


def _table(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heading = list(heading)
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def told_apart(tool: Results) -> set[str]:
    """Return the topics of which a tool reports the buggy program and not the clean one."""
    return set(tool.get("buggy", ())) - set(tool.get("clean", ()))


def _name(tool: Results) -> str:
    return f"{tool['title']} {tool['version']}" if tool["version"] else tool["title"]


def summary(results: Results) -> str:
    """Count for each tool."""
    count = len(results["programs"])

    def row(tool: Results) -> list[object]:
        if tool["version"] is None:
            return [_name(tool), "cannot be installed here", "", "", tool["how"]]
        found, false = len(tool["buggy"]), len(tool["clean"])
        return [_name(tool), f"{found}/{count}", false, f"{len(told_apart(tool))}/{count}", tool["how"]]

    heading = ("tool", "bugs found", "false alarms", "topics told apart", "how")
    return _table(heading, map(row, results["static"] + results["run_time"]))


def topics(results: Results) -> str:
    """Say of each topic what each tool says."""
    tools = [tool for tool in results["static"] + results["run_time"] if tool["version"]]

    def verdict(tool: Results, topic: str) -> str:
        if topic in tool["clean"]:
            return "false alarm"
        return "yes" if topic in tool["buggy"] else "-"

    rows = ([f"`{topic}`", *(verdict(tool, topic) for tool in tools)] for topic in results["programs"])
    return _table(["topic", *(tool["title"] for tool in tools)], rows)


def missed(results: Results) -> str:
    """Say which bugs Conformable misses, and which other static tools tell them apart."""
    us, *others = results["static"]
    rows = (
        [f"`{topic}`", ", ".join(tool["title"] for tool in others if topic in told_apart(tool)) or "none"]
        for topic in results["programs"]
        if topic not in told_apart(us)
    )
    return _table(["topic that Conformable misses", "told apart by"], rows)


def ours(results: Results) -> str:
    """Count on this project's own files."""

    def row(tool: Results) -> list[object]:
        golden, examples = tool["golden"], tool["examples"]
        return [
            _name(tool),
            f"{golden['found']}/{golden['wrong']}",
            f"{golden['false']}/{golden['right']}",
            f"{examples['lines']} lines in {examples['with']} of {examples['files']}",
        ]

    heading = ("tool", "wrong functions found", "correct functions reported", "correct models reported")
    return _table(heading, (row(tool) for tool in results["static"] if tool["version"]))


def measured(results: Results) -> str:
    """Say when and with what it was measured."""
    libraries = ", ".join(f"{name} {version}" for name, version in results["libraries"].items())
    return f"Measured on {results['date']} with Python {results['python']}, {libraries}."


TABLES: dict[str, Callable[[Results], str]] = {
    "summary": summary,
    "missed": missed,
    "topics": topics,
    "ours": ours,
    "measured": measured,
}

if __name__ == "__main__":
    write()
