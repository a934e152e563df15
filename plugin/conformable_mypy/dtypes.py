"""Which of jaxtyping's words for a dtype a name stands for: to mypy, they all are one and the same type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mypy.nodes import ImportAll, ImportFrom, MypyFile

from conformable_mypy.mypy_api import imported_module

#: jaxtyping's words.
WORDS: Final = frozenset(
    f"{kind}{bits}"
    for kinds, widths in {
        "Shaped Key Bool Num Inexact Real Integer": ("",),
        "Float": ("", "8e4m3b11fnuz", "8e4m3fn", "8e4m3fnuz", "8e5m2", "8e5m2fnuz", "16", "32", "64"),
        "BFloat": ("16",),
        "Complex": ("", "64", "128"),
        "Int UInt": ("", "2", "4", "8", "16", "32", "64"),
    }.items()
    for kind in kinds.split()
    for bits in widths
)


def word_of(name: str, renamed: Mapping[str, str]) -> str | None:
    """Return the word that a name, maybe dotted, stands for; None if it is some other `Annotated`.

    >>> word_of("jaxtyping.Float", {}), word_of("F", {"F": "Float32"}), word_of("Annotated", {})
    ('Float', 'Float32', None)
    """
    if name in renamed:
        return renamed[name]
    last = name.rpartition(".")[2]
    return last if last in WORDS else None


def combined(outer: str | None, inner: str | None) -> str | None:
    """Return the word for `Outer[Inner[Array, "a"], "b"]`: it is of both; None if it is no single word.

    >>> combined("Shaped", "Float32"), combined("Float", "Shaped"), combined("Float", "Num")
    ('Float32', 'Float', None)
    """
    if outer in {"Shaped", inner}:
        return inner
    return outer if inner == "Shaped" else None


def renamed_by_imports(tree: MypyFile, renamed_in: Callable[[str], Mapping[str, str]]) -> dict[str, str]:
    """Return the names of a module that stand for a word which they do not spell: `import Float as F`.

    Args:
        tree: The module, not analysed yet.
        renamed_in: Full name of a module -> such names of that module, for re-exports.
    """
    found: dict[str, str] = {}
    for statement in tree.imports:
        match statement:
            case ImportFrom(names=names):
                there = renamed_in(imported_module(statement, tree))
                for name, local in names:
                    word = word_of(name, there)
                    if word is not None and word != (local or name):
                        found[local or name] = word
            case ImportAll():
                found.update(renamed_in(imported_module(statement, tree)))
            case _:
                pass
    return found
