"""The functions and methods of a file that can be run on their own."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformable.checking.hints import read_hint
from conformable.checking.resolution import annotations_of, resolve_all
from conformable.commands.verifying.arguments import Builder, CannotBuildError

if TYPE_CHECKING:
    from types import ModuleType

    from conformable.commands.observations.sources import Source


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method of a file.

    Attributes:
        name: Its qualified name, such as `Attention.forward`.
        line: The line of its `def`.
        end_line: Its last line.
    """

    name: str
    line: int
    end_line: int

    def found_in(self, module: ModuleType, builder: Builder) -> tuple[Callable[..., object], object]:
        """Return the function to call, and the object that it is a method of, made for this purpose.

        Args:
            module: The module it is in.
            builder: Makes the object.

        Raises:
            CannotBuildError: If the object cannot be made.
        """
        *classes, name = self.name.split(".")
        owner: Any = module
        for each in classes:
            owner = getattr(owner, each)
        written = inspect.getattr_static(owner, name)
        if not classes or isinstance(written, staticmethod):
            return getattr(owner, name), None
        if isinstance(written, classmethod):
            return written.__func__, owner
        function = written.fget if isinstance(written, property) else written
        if function is None or not callable(function):
            raise CannotBuildError(f"{self.name} cannot be called")
        return function, builder.value(owner, "self")


def functions_of(source: Source, module: ModuleType, wanted: str | None) -> Iterator[Function]:
    """Yield the functions to run.

    Args:
        source: The file.
        module: The same, executed.
        wanted: The qualified name of the only one; None for all whose annotations hold a shape.
    """
    for function in functions_in(source.tree):
        if function.name == wanted or (wanted is None and _has_shapes(function, module)):
            yield function


def count_of_functions(path: Path, wanted: str | None) -> int:
    """Count the functions that may be run, without executing the file.

    Args:
        path: The file.
        wanted: The qualified name of the only one; None for all.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sum(wanted in {None, function.name} for function in functions_in(tree))


def functions_in(node: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[Function]:
    """Yield the functions and methods of a module or class.

    Args:
        node: The module or class.
        prefix: What their qualified names begin with.
    """
    for child in node.body:
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not _is_overload(child):
                yield Function(f"{prefix}{child.name}", child.lineno, child.end_lineno or child.lineno)
            case ast.ClassDef():
                yield from functions_in(child, f"{prefix}{child.name}.")
            case _:
                pass


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(one).rpartition(".")[2] == "overload" for one in node.decorator_list)


def _has_shapes(function: Function, module: ModuleType) -> bool:
    """Tell whether one of a function's annotations holds a shape; a constructor is run where it is needed."""
    found: Any = module
    for name in function.name.split("."):
        found = inspect.getattr_static(found, name, None)
    written = getattr(found, "__func__", None) or getattr(found, "fget", None) or found
    if not callable(written) or isinstance(written, type) or function.name.endswith(".__init__"):
        return False
    hints, _ = resolve_all(written, annotations_of(written), {})
    return any(_holds_shape(hint) for hint in hints.values())


def _holds_shape(hint: Any) -> bool:
    return read_hint(hint) is not None or any(map(_holds_shape, typing.get_args(hint)))
