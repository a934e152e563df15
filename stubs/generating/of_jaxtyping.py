"""Light stubs of jaxtyping: its own files import half of the standard library, which mypy then reads."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generating.stripping import Stub

PACKAGE: Final = "jaxtyping"


def stubs() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every stub."""
    folder = Path(importlib.util.find_spec(PACKAGE).submodule_search_locations[0])  # type: ignore[union-attr,index]
    package = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    yield _stub("__init__", package)
    for module in sorted(_parts(package)):
        yield _stub(module, ast.parse((folder / f"{module}.py").read_text(encoding="utf-8")))


def _stub(inside: str, tree: ast.Module) -> tuple[str, str]:
    is_package = inside == "__init__"
    module = PACKAGE if is_package else f"{PACKAGE}.{inside}"
    body = list(_as_a_checker_sees_it(tree.body))
    stub = Stub(module, is_package, _is_there)
    # What a stub imports under another name is its own, unless it says that it is not.
    more = "__version__: str" if is_package else f"__all__ = {sorted(_renamed(body))}"
    return f"{PACKAGE}/{inside}.pyi", stub.text(ast.unparse(ast.Module(body, [])), more)


def _is_there(module: str) -> bool:
    return module.partition(".")[0] == PACKAGE


def _as_a_checker_sees_it(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Go where a type checker goes; what lies in jax, which is not installed either, is `Any`."""
    for statement in body:
        match statement:
            case ast.If(test=ast.Attribute(attr="TYPE_CHECKING"), body=inner):
                yield from _as_a_checker_sees_it(inner)
            case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] == "jax":
                for name in names:
                    yield ast.parse(f"{name.asname or name.name} = Any").body[0]
            case _:
                yield statement


def _parts(package: ast.Module) -> set[str]:
    """Collect the modules whose names the package exports."""
    body = _as_a_checker_sees_it(package.body)
    return {each.module for each in body if isinstance(each, ast.ImportFrom) and each.level and each.module}


def _renamed(body: list[ast.stmt]) -> set[str]:
    """Collect what a module imports or defines for others to import."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case ast.ImportFrom(names=names):
                found |= {name.asname for name in names if name.asname is not None}
            case (
                ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)])
            ):
                found |= {name} if not name.startswith("_") else set()
            case _:
                pass
    return found
