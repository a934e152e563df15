"""What a module imports, read from its import statements before mypy has resolved them."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile

from conformable_mypy.mypy_api import imported_module


def imported_modules(tree: MypyFile) -> Iterator[str]:
    """Yield the full name of every module that a module may import; some may be names in a module instead."""
    for statement in tree.imports:
        match statement:
            case Import():
                yield from (fullname for fullname, _ in statement.ids)
            case ImportFrom():
                module = imported_module(statement, tree)
                yield module
                yield from (f"{module}.{name}" for name, _ in statement.names)
            case ImportAll():
                yield imported_module(statement, tree)
            case _:
                pass


def imported_names(tree: MypyFile) -> dict[str, str]:
    """Return the names that the imports of a module bind, with the full names of what they stand for."""
    found: dict[str, str] = {}
    for statement in tree.imports:
        match statement:
            case Import():
                for fullname, local in statement.ids:
                    top = fullname.partition(".")[0]
                    found[local or top] = fullname if local else top
            case ImportFrom():
                module = imported_module(statement, tree)
                found.update({local or name: f"{module}.{name}" for name, local in statement.names})
            case _:
                pass
    return found
