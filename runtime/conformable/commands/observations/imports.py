"""The files of a project that a file imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def project_imports(path: Path) -> list[Path]:
    """Return the files that a file imports, directly or not, and that lie in the same project.

    Args:
        path: The file. Its project begins at the topmost package around it.
    """
    root = path.resolve().parent
    while (root / "__init__.py").exists():
        root = root.parent
    found: dict[Path, None] = {}
    waiting = [path.resolve()]
    while waiting:
        current = waiting.pop()
        for imported in _imported(current, root):
            if imported not in found and imported != path.resolve():
                found[imported] = None
                waiting.append(imported)
    return list(found)


def imports(path: Path, package: str) -> bool:
    """Tell whether a file imports a package, or a module of it, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names) if any(name.name.partition(".")[0] == package for name in names):
                return True
            case ast.ImportFrom(module=str(module), level=0) if module.partition(".")[0] == package:
                return True
            case _:
                pass
    return False


def _imported(path: Path, root: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield from _files(root.joinpath(*name.name.split(".")))
            case ast.ImportFrom(module=module, names=names, level=level):
                folder = root if level == 0 else path.parents[level - 1]
                base = folder.joinpath(*(module or "").split(".")) if module else folder
                yield from _files(base)
                for name in names:
                    yield from _files(base / name.name)
            case _:
                pass


def _files(base: Path) -> Iterator[Path]:
    for candidate in (base.with_suffix(".py"), base / "__init__.py"):
        if candidate.is_file():
            yield candidate
