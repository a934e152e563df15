"""A module that calls every reference operation with arguments of fresh symbolic sizes.

The static half then says what shape each call has, from the signature alone, as it does for a user's call.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: The name of the module, and how the functions in it begin that call the operations.
MODULE: Final = "conformable_reference_calls"
PREFIX: Final = "call_"

_HEAD: Final = '"""Calls of the reference operations, written by `conformable verify --reference`."""'


def reference_files() -> list[Path]:
    """Return the files that define the reference operations."""
    return sorted({path for path, _ in _operations()})


def write_calls(folder: Path) -> Path:
    """Write the module that calls the operations.

    Args:
        folder: Where it is written: a folder in mypy's cache.
    """
    path = folder / f"{MODULE}.py"
    text = calls_source()
    # mypy need not look at an unchanged file again.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def calls_source() -> str:
    """Return the source of the module."""
    imports: dict[str, None] = {}
    functions: list[str] = []
    for path, name in _operations():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports.update(dict.fromkeys(_foreign_imports(tree)))
        functions.append(_calling(_definition(tree, name)))
    lines = [_HEAD, "from __future__ import annotations", *imports, "from conformable import reference"]
    return "\n".join(lines) + "\n\n\n" + "\n\n\n".join(functions) + "\n"


def _operations() -> Iterator[tuple[Path, str]]:
    from conformable import reference

    for name in reference.__all__:
        path = inspect.getsourcefile(inspect.unwrap(getattr(reference, name)))
        if path is not None:
            yield Path(path), name


def _foreign_imports(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        match statement:
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in {"conformable", "__future__"}:
                continue
            case ast.Import() | ast.ImportFrom():
                yield ast.unparse(statement)
            case _:
                pass


def _definition(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)


def _calling(operation: ast.FunctionDef) -> str:
    """Write a function with the operation's parameters that calls it and does nothing else."""
    arguments = operation.args
    given = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    named = [f"{argument.arg}={argument.arg}" for argument in arguments.kwonlyargs]
    call = f"reference.{operation.name}({', '.join([*given, *named])})"
    head = f"def {PREFIX}{operation.name}({ast.unparse(arguments)}) -> None:"
    return f"{head}\n    result = {call}"
