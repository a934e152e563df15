"""Execute a module under its own name, from a tree that may report what it does."""

from __future__ import annotations

import ast
import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType


@contextlib.contextmanager
def loaded(path: Path, name: str, tree: ast.Module, given: Mapping[str, object]) -> Iterator[ModuleType]:
    """Execute a module, and let imports find it as long as the context lasts.

    Args:
        path: The file it was read from.
        name: Its full name; what it imports from its own project is found by it.
        tree: Its code.
        given: Names that it finds in itself, such as what its instrumented code reports to.
    """
    root = _root(path, name)
    module = ModuleType(name)
    module.__file__ = str(path)
    module.__package__ = name if path.stem == "__init__" else name.rpartition(".")[0]
    vars(module).update(given)
    before = sys.modules.get(name)
    sys.path.insert(0, str(root))
    try:
        # A folder that is no package may share its name with a module.
        if module.__package__ and (path.parent / "__init__.py").exists():
            with contextlib.suppress(ImportError):
                importlib.import_module(module.__package__)
        sys.modules[name] = module
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
        yield module
    finally:
        sys.path.remove(str(root))
        if before is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = before


def _root(path: Path, name: str) -> Path:
    """Return the folder that the full name of a module is relative to."""
    parts = name.split(".")
    folder = path.resolve().parent
    for _ in parts[1:] if path.stem != "__init__" else parts:
        folder = folder.parent
    return folder
