"""What a module imports, read from its import statements before mypy has resolved them."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile
from mypy.util import correct_relative_import


def imported_module(statement: ImportFrom | ImportAll, tree: MypyFile) -> str:
    """Return the full name of the module that `from ... import` names, also if the import is relative."""
    fullname, _ = correct_relative_import(
        tree.fullname, statement.relative, statement.id, tree.is_package_init_file()
    )
    return fullname


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
