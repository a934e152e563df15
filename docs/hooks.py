"""What mkdocs does while it builds the pages; `mkdocs.yml` names this file.

The table of operations is written from the registry, so that it is never out of date, and pages that are not
there yet are left out of the navigation.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from conformable.core.ops import REGISTRY
from conformable.core.ops.modules import MODULES

MARK = "<!-- operations: written from the registry when the pages are built (docs/hooks.py) -->"

#: What families are called, where the name of their file does not say it to a stranger.
FAMILIES = {
    "drawing": "Drawing at random",
    "fft": "Fourier transforms",
    "linalg": "Linear algebra",
    "literals": "Tensors from literals",
    "nn": "The rest of torch.nn.functional",
    "signatures": "Rules that are signatures",
}

Navigation = list[dict[str, Any]]


def on_config(config: Any) -> Any:
    """Leave out of the navigation what is not there."""
    config["nav"] = existing(config["nav"], Path(config["docs_dir"]))
    return config


def on_page_markdown(markdown: str, **_context: object) -> str:
    """Put the table of operations where its mark stands."""
    return markdown.replace(MARK, operations_table()) if MARK in markdown else markdown


def existing(navigation: Navigation, folder: Path) -> Navigation:
    """Return the navigation without pages that do not exist."""
    kept: Navigation = []
    for entry in navigation:
        for title, target in entry.items():
            if isinstance(target, list):
                kept.append({title: existing(target, folder)})
            elif (folder / target).is_file():
                kept.append({title: target})
    return kept


def operations_table() -> str:
    """Return the rules of functions by family, then those of modules, as Markdown."""
    families: dict[str, dict[Callable[..., object], list[str]]] = {}
    for name, rule in REGISTRY.rules.items():
        names = families.setdefault(_family(rule.function), {}).setdefault(rule.function, [])
        names.append(name)
    modules = sorted(MODULES.rules)
    counts = f"{len(REGISTRY.rules)} names of functions and {len(modules)} modules."
    parts = [counts, *(part for family in sorted(families) for part in _section(family, families[family]))]
    return "\n".join(
        [*parts, "", "## Modules", "", "| call | modules |", "| --- | --- |", *_module_rows(modules)]
    )


def _family(function: Callable[..., object]) -> str:
    module = inspect.getmodule(function)
    return module.__name__.rpartition(".")[2] if module else ""


def _section(family: str, rules: dict[Callable[..., object], list[str]]) -> Iterator[str]:
    title = "rules that are signatures" if family == "signatures" else family
    yield from (
        "",
        f"## {title[0].upper()}{title[1:]}",
        "",
        "| what it does to shapes | names |",
        "| --- | --- |",
    )
    for function, names in rules.items():
        yield f"| {_said(function)} | {_listed(names)} |"


def _said(function: Callable[..., object]) -> str:
    """Return the first sentence of a rule; of one that a signature states, the signature."""
    first = (inspect.getdoc(function) or "").partition("\n")[0]
    return f"`{first}`" if "->" in first else first


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _module_rows(modules: Iterable[str]) -> Iterator[str]:
    by_operation: dict[str, list[str]] = {}
    for name in modules:
        by_operation.setdefault(MODULES.rules[name].operation, []).append(name)
    for operation, names in sorted(by_operation.items()):
        yield f"| `{operation}` | {_listed(names)} |"
