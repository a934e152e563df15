"""Light stubs of NumPy: where everything is, what is an array and gives arrays; all else is `Any`."""

from __future__ import annotations

import ast
import importlib.util
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generating.collapsing import collapsed, collapsed_class, kept_variable
from generating.stripping import unknown_names

PACKAGES: Final = ("numpy", "numpy.linalg", "numpy.fft", "numpy.random")

_HEADER: Final = """\
# mypy: ignore-errors
import builtins
from typing import Any, Final, Generic, TypeAlias
from typing_extensions import Self, TypeVar
_AnyShape: TypeAlias = tuple[Any, ...]
"""
_ARRAYS: Final = "from numpy import *\nfrom numpy.typing import NDArray\n"
_OPEN: Final = "def __getattr__(name: str) -> Any: ...\n"

_TYPING: Final = f"""\
{_HEADER}
from numpy import dtype, generic, ndarray

_ScalarT = TypeVar("_ScalarT", bound=generic)
NDArray: TypeAlias = ndarray[tuple[Any, ...], dtype[_ScalarT]]
ArrayLike: TypeAlias = Any
DTypeLike: TypeAlias = Any
"""


def stubs() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every stub."""
    root = Path(importlib.util.find_spec("numpy").submodule_search_locations[0])  # type: ignore[union-attr,index]
    yield "numpy/typing/__init__.pyi", _TYPING
    exported: dict[str, set[str]] = {package: set() for package in PACKAGES}
    for package in PACKAGES:
        source = _parsed(root, package)
        wanted = _imported(package, source)
        lines = ["from numpy.typing import NDArray\n"]
        for module, names in sorted(wanted.items()):
            lines += [f"from {module} import {name} as {name}\n" for name in sorted(names)]
            exported.setdefault(module, set()).update(names)
        lines += [f"from {package} import {name} as {name}\n" for name in _below(package)]
        own = _top(source) if package == "numpy" else ""
        text = "".join((*lines, own, _OPEN))
        yield (
            f"{package.replace('.', '/')}/__init__.pyi",
            "\n".join((_HEADER, *unknown_names(ast.parse(_HEADER + text)), text)),
        )
    for module, names in exported.items():
        if module not in PACKAGES:
            yield f"{module.replace('.', '/')}.pyi", _HEADER + _ARRAYS + _some(_parsed(root, module), names)
    for package in ("numpy/_core", "numpy/lib"):
        yield f"{package}/__init__.pyi", f"from typing import Any\n{_OPEN}"


def _parsed(root: Path, module: str) -> list[ast.stmt]:
    stem = root.joinpath(*module.split(".")[1:])
    path = next(path for path in (stem.with_suffix(".pyi"), stem / "__init__.pyi") if path.is_file())
    return ast.parse(path.read_text(encoding="utf-8")).body


def _below(package: str) -> list[str]:
    return [*(each.partition(".")[2] for each in PACKAGES[1:]), "typing"] if package == "numpy" else []


def _imported(package: str, body: list[ast.stmt]) -> dict[str, set[str]]:
    """Say which public names a package takes from which of its modules."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in body:
        if not isinstance(statement, ast.ImportFrom):
            continue
        module = f"{package}.{statement.module}" if statement.level else statement.module or ""
        names = {each.name for each in statement.names if not each.name.startswith("_")}
        private = module.removeprefix("numpy.").startswith(("_typing", "_pytest", "__"))
        if module.startswith("numpy.") and names and not private and statement.module:
            found[module] |= names - set(PACKAGES)
    return found


def _top(body: list[ast.stmt]) -> str:
    """Return the classes and variables of `numpy` itself."""
    bases = {
        *("_RealMixin", "_RoundMixin", "_IntegralMixin"),
        "generic",
        "ndarray",
        "dtype",
        "_ArrayOrScalarCommon",
        "flatiter",
        "ufunc",
    }
    lines: list[str] = []
    for statement in body:
        match statement:
            case ast.ClassDef(name=name) if name in bases or _inherits(statement, bases):
                bases.add(name)
                lines.append(collapsed_class(statement))
            case ast.Assign() | ast.AnnAssign():
                lines += kept_variable(statement)
            case _:
                pass
    functions = [each for each in body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")]
    return "\n".join((*lines, *collapsed(functions), ""))


def _inherits(node: ast.ClassDef, bases: set[str]) -> bool:
    plain = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return any(isinstance(base, ast.Name) and base.id in bases - {"ndarray"} for base in plain)


def _some(body: list[ast.stmt], names: set[str]) -> str:
    """Return the functions and classes of a module that are asked for; what else is asked for is `Any`."""
    functions = [each for each in body if isinstance(each, ast.FunctionDef) and each.name in names]
    classes = [each for each in body if isinstance(each, ast.ClassDef) and each.name in names]
    left = names - {each.name for each in (*functions, *classes)}
    lines = [
        *map(collapsed_class, classes),
        *collapsed(functions),
        *(f"{name}: Any" for name in sorted(left)),
    ]
    return "\n".join((*lines, ""))
